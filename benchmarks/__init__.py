"""Measurements of letters-qa, each a command that prints a table."""
