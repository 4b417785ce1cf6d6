"""What a text cites: instruments, provisions and documents outside it, other places within it, and what the register knows of them."""
