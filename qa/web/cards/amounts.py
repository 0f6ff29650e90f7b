"""The amounts of quotes as a table, with their sum if they may be added up."""

from __future__ import annotations

from collections.abc import Sequence

from qa.records import Answer
from qa.text.amounts import Amount, total
from qa.web.cards.places import render_card
from qa.web.texts import Texts


def amounts_table(answer: Answer, texts: Texts) -> str:
    """Return the amounts of the quotes as a table, and their sum if they may be added up."""
    rows = [
        (number, amount.text, _normalised(amount, texts))
        for number, quote in enumerate(answer.quotes, start=1)
        for amount in quote.amounts
    ]
    if not rows or answer.question.kind != "amount":
        return ""
    first = answer.quotes[0].amounts
    return render_card(
        "amounts.html",
        texts,
        rows=rows,
        sum_of=texts.sum_of.format(len(first), 1),
        sum=_sum(first, texts),
    )


def _sum(amounts: Sequence[Amount], texts: Texts) -> str:
    """Write the sum of amounts; nothing if there is one alone, or they may not be added up."""
    added = total(amounts) if len(amounts) > 1 else None
    if added is None or added.value is None:
        return ""
    return f"{texts.number(added.value)} {added.currency}"


def _normalised(amount: Amount, texts: Texts) -> str:
    """Write an amount in whole units of its currency, or why that cannot be done."""
    per = f" {amount.per}" if amount.per else ""
    limit = f"{texts.limits[amount.limit]} " if amount.limit else ""
    if amount.value is not None:
        return f"{limit}{texts.number(amount.value)} {amount.currency}{per}"
    if amount.low is not None and amount.high is not None:
        both = f"{texts.number(amount.low)} – {texts.number(amount.high)}"
        return f"{limit}{both} {amount.currency}{per}"
    return texts.not_normalised
