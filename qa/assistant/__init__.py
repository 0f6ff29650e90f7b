"""Answers questions from an open index; what is made of answers for people."""

from qa.assistant.assistant import Assistant

__all__ = ["Assistant"]
