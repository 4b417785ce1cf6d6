"""What is checked in a text: one file a rule. ``catalogue`` finds them by listing this folder; ``rule`` has their types."""
