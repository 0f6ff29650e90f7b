"""The bilingual transformer ``nl-en-minilm-v1``: all-MiniLM-L6-v2 taught Dutch, then to answer.

Its six layers stay; its word table gives way to one for our own tokenizer, carried over through
the static table. ``python -m training.transformer`` goes from the data to the folder.
"""
