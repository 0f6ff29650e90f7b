"""Places in letters to references, in the forms that people paste and import."""
