"""A question that a letter answers, in words: its number, who asked, what is answered with it."""

from __future__ import annotations

from qa.messages import Language, Message
from qa.records import AskedQuestion


def asked_line(asked: AskedQuestion, lang: Language = "en") -> str:
    """Say which question of the letter a quote answers, and whose it is.

    Example:
        >>> asked_line(AskedQuestion("Wat kost dat?", 0, 13, "2", "2, 3", "het lid Kat (D66)"))
        'Question 2, from het lid Kat (D66); questions 2, 3 are answered together'
    """
    said = [
        Message("question-from", number=asked.number, by=asked.by)
        if asked.by
        else Message("question-numbered", number=asked.number)
    ]
    together = asked.answered.split(", ")
    if len(together) > 1 and asked.number in together:
        said.append(Message("answered-together", numbers=asked.answered))
    return "; ".join(one.say(lang) for one in said)
