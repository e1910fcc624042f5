"""Documents side by side, line by line: packages with one another, or revisions of one."""
