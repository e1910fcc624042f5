"""A ladder as customers would see it: a pricing table, in the words and formats of their language."""
