"""What a text points at: instruments, provisions and documents outside it, other places within it, and what the register knows of them."""
