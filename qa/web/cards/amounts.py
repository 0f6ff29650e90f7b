"""The amounts of quotes as a table, with their sum if they may be added up."""

from __future__ import annotations

from html import escape

from qa.records import Answer
from qa.text.amounts import Amount, total
from qa.web.cards.places import LETTER_LANGUAGE
from qa.web.texts import Texts


def amounts_table(answer: Answer, texts: Texts) -> str:
    """Return the amounts of the quotes as a table, and their sum if they may be added up."""
    rows = [
        (number, amount)
        for number, quote in enumerate(answer.quotes, start=1)
        for amount in quote.amounts
    ]
    if not rows or answer.question.kind != "amount":
        return ""
    cells = "".join(
        f'<tr><td lang="{LETTER_LANGUAGE}">{escape(amount.text)}</td>'
        f"<td>{escape(_normalised(amount, texts))}</td>"
        f"<td>{number}</td></tr>"
        for number, amount in rows
    )
    heads = "".join(
        f'<th scope="col">{escape(head)}</th>'
        for head in (texts.as_written, texts.amount, texts.where)
    )
    first = answer.quotes[0].amounts
    added = total(first) if len(first) > 1 else None
    foot = ""
    if added and added.value is not None:
        sum_of = texts.sum_of.format(len(first), 1)
        written = f"{texts.number(added.value)} {added.currency}"
        foot = (
            f'<tfoot><tr><th scope="row">{escape(sum_of)}</th>'
            f"<td>{escape(written)}</td><td></td></tr></tfoot>"
        )
    return (
        f'<details class="amounts" open><summary>{escape(texts.amounts)}</summary>'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{cells}</tbody>{foot}</table></details>"
    )


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
