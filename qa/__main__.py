"""``python -m qa`` is the command line."""

from qa.cli import main

main()
