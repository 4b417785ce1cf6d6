"""Text that lost its lines, as copied from a PDF or pasted from mail: put back into lines, and each repair told."""
