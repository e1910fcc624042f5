"""The price list as a table: features down, packages across, and what is typed in its cells."""
