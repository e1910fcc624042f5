"""The page on which a whole price list is edited as a table."""
