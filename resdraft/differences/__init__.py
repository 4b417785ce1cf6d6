"""Two resolutions compared: the edits that turn the first into the second, and what people read of them."""
