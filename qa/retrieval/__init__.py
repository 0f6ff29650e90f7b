"""A question to passages, and why each was found."""
