"""Answers questions from an open index; what is made of answers for people."""
