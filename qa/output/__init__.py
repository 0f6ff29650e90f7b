"""Answers as JSON and tables, and what is said beside quotes."""
