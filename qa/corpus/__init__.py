"""The folder of letters: files that come, go and are kept, and where new ones come from."""
