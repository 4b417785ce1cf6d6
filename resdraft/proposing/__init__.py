"""From an edited copy to a proposal, and whether a proposal's file is the official text with every change tracked."""
