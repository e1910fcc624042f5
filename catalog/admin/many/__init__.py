"""Doing one thing to many packages: what would happen to each, then doing it one by one."""
