"""Packages side by side, and a ladder as customers see it."""
