"""Evidence: sentences described by features, scored by the weights, shared out, kept in memory."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from qa.answering.evidence import FEATURES, QUOTE_CHARACTERS, Evidence, EvidenceReader
from qa.assistant import Assistant
from qa.indexing import build_index
from qa.settings import Settings

QUESTION = "what did NL pledge at the UDCG"


def evidence(assistant: Assistant, question: str) -> list[Evidence]:
    found = assistant._retrieve(assistant._query(question))
    return assistant._answerer.score(found, assistant.store)


def assistant_of(settings: Settings, text: str) -> Assistant:
    (settings.corpus / "brief.txt").write_text(text, encoding="utf-8")
    build_index(settings)
    return Assistant.open(settings=settings)


def test_scores_are_the_features_weighed_and_shares_add_up(assistant: Assistant) -> None:
    scored = evidence(assistant, QUESTION)
    fitted = assistant._lexicon.fitted.evidence.weights
    weights = np.array([fitted[name] for name in FEATURES])
    expected = {
        (c.letter.doc_id, c.sentence.start): float(c.features @ weights)
        for c in assistant.candidates(QUESTION)
    }
    assert len(scored) == len(expected)
    for found in scored:
        key = (found.letter.doc_id, found.sentence.start)
        assert found.score == pytest.approx(expected[key], abs=1e-5)
    assert [e.score for e in scored] == sorted((e.score for e in scored), reverse=True)
    assert sum(e.share for e in scored) == pytest.approx(1)
    assert scored[0].share == max(e.share for e in scored)


def test_what_is_met_with_context_is_never_less_than_alone(assistant: Assistant) -> None:
    for found in evidence(assistant, QUESTION):
        assert (found.met >= found.own).all()
        assert ((found.own >= 0) & (found.own <= 1.0001)).all()


@pytest.mark.parametrize("question", ["Who signed this letter?", "Wie heeft de brief ondertekend?"])
def test_who_signed_is_told_by_the_signature(assistant: Assistant, question: str) -> None:
    assert evidence(assistant, question)[0].unit.kind == "signature"


def test_a_sentence_that_asks_or_cannot_be_quoted_whole_is_marked_so(settings: Settings) -> None:
    text = (
        "Vragen over de brug.\n\nWanneer gaat de brug bij Zwolle open?\n\n"
        f"De brug bij Zwolle gaat open {'en dicht ' * 50}op 3 mei 2031.\n"
    )
    features = {
        c.sentence.text: dict(zip(FEATURES, c.features.tolist(), strict=True))
        for c in assistant_of(settings, text).candidates("Wanneer gaat de brug bij Zwolle open?")
    }
    asking = features["Wanneer gaat de brug bij Zwolle open?"]
    (long,) = (f for sentence, f in features.items() if len(sentence) > QUOTE_CHARACTERS)
    assert (asking["asks"], asking["long"], asking["holds"]) == (1, 0, 0)
    assert (long["asks"], long["long"], long["holds"]) == (0, 1, 1)


def test_no_more_letters_are_kept_than_allowed(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = assistant.letter("kst-28676-449")
    monkeypatch.setattr("qa.answering.evidence.KEPT_CHARACTERS", len(letter.text))
    reader = EvidenceReader(assistant._lexicon, assistant._answerer.reader._ranker)
    first = reader.text(letter, assistant.store)
    assert reader.text(assistant.letter(letter.doc_id), assistant.store) is first
    other = replace(letter, fingerprint="of another version")
    assert reader.text(other, assistant.store) is not first
    assert reader.text(other, assistant.store).letter is other
    assert reader.text(letter, assistant.store) is not first
