"""What the home page reads: a fixed number of statements, each bounded, whatever the size of the catalog is."""
