"""The pages on which the grid leaves as a file, and comes back as one."""
