"""Texts to vectors; the encoders that ship lie here too, a folder each."""
