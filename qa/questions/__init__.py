"""Questions: analysed once, by their words alone, into a `qa.records.Question`."""

from qa.questions.analysis import MAX_QUESTION, analyse, language_of, mend

__all__ = ["MAX_QUESTION", "analyse", "language_of", "mend"]
