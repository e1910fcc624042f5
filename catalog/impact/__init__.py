"""What a save of a package does, said before it is made."""
