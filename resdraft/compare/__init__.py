"""Any two Word files compared: the content of the new one as tracked changes in the old one's own file."""
