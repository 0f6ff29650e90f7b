"""Evidence: sentences described by features, scored by the weights, shared out, kept in memory."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from qa.answering.evidence import (
    FEATURES,
    QUOTE_CHARACTERS,
    Evidence,
    EvidenceReader,
    is_source,
)
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


def features_of(assistant: Assistant, question: str) -> dict[str, dict[str, float]]:
    """Return the features of each sentence that is read, by its text; of equals the best hit's."""
    found: dict[str, dict[str, float]] = {}
    for c in assistant.candidates(question):
        found.setdefault(c.sentence.text, dict(zip(FEATURES, c.features.tolist(), strict=True)))
    return found


def test_a_sentence_is_described_by_its_form_and_place(settings: Settings) -> None:
    text = (
        "De brug.\n\nDe Inspectie Fietsen Boten (IFB) kwam.\n\nDe brug kost 4 euro.\n\n"
        "Met 4 euro is de brug te duur.\n\nDE MINISTER VAN BRUGGEN,\n\nJ. Dam\n"
    )
    assistant = assistant_of(settings, text)
    found = features_of(assistant, "Kost de brug 4 euro?")
    assert "J. Dam" in " ".join(found)
    plain = found["De brug kost 4 euro."]
    assert plain["full"] == pytest.approx(20 / 250)
    assert (plain["signature"], plain["letterhead"], plain["note"]) == (0, 0, 0)
    (signed,) = (one for text, one in found.items() if "J. Dam" in text)
    assert (signed["signature"], signed["unit"]) == (1, 0)
    cost = "De brug kost 4 euro."
    amount = features_of(assistant, "Hoeveel kost de brug, meer dan 4 euro?")[cost]
    assert (amount["holds"], amount["new"]) == (1, 0)
    other = features_of(assistant, "Hoeveel kost de brug?")["De brug kost 4 euro."]
    assert (other["holds"], other["new"]) == (1, 1)
    meaning = features_of(assistant, "Wat betekent IFB?")
    assert meaning["De Inspectie Fietsen Boten (IFB) kwam."]["explains"] == 1
    assert meaning["De brug kost 4 euro."]["explains"] == 0
    assert features_of(assistant, "Wie is de IFB?")["De Inspectie Fietsen Boten (IFB) kwam."][
        "explains"
    ] == 0  # fmt: skip
    signature = features_of(assistant, "Wie tekende de brief over de brug?")
    assert [one["unit"] for text, one in signature.items() if "J. Dam" in text] == [1]


def test_what_is_met_of_the_question_is_counted_by_sentence_and_letter(
    one_subject: Assistant,
) -> None:
    found = features_of(one_subject, "kosten van de Molenbrug")
    costs = found["De kosten van de renovatie van de Molenbrug worden geraamd op € 55 mln."]
    assert costs["own"] == pytest.approx(1.0, abs=1e-4)
    assert costs["met"] == pytest.approx(1.0, abs=1e-4)
    assert costs["letter"] == pytest.approx(1.0, abs=1e-4)
    assert costs["words"] == pytest.approx(1.0, abs=1e-4)
    after = found["De stijging komt door de hogere prijs van staal."]
    assert after["own"] < 0.6
    assert after["met"] >= 0.8 - 1e-4
    assert after["words"] == 0.0
    assert after["words before"] == pytest.approx(0.8, abs=1e-4)
    assert all(0 <= one["rare"] <= 1.0001 for one in found.values())


def test_hits_count_by_their_score_and_rank_and_what_is_in_none_is_far(
    one_subject: Assistant,
) -> None:
    question = "kosten van de Molenbrug"
    hits = one_subject.search(question, one_subject.settings.hits)
    best = {}
    for hit in hits[:8]:
        best.setdefault(hit.chunk.doc_id, hit.score)
    for candidate in one_subject.candidates(question):
        features = dict(zip(FEATURES, candidate.features.tolist(), strict=True))
        inside = [h for h in hits[:8] if candidate.unit.label in h.chunk.units
                  and h.chunk.doc_id == candidate.letter.doc_id]  # fmt: skip
        assert features["hit"] == pytest.approx(best[candidate.letter.doc_id])
        assert features["first hit"] == pytest.approx(1 / candidate.hit.rank)
        assert features["far"] == (0 if inside else 1)
        if inside:
            assert candidate.hit == inside[0]
        assert candidate.unit.kind != "heading"


def test_only_the_best_without_it_are_read_by_the_ranker(
    one_subject: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.answering.evidence.RANKED", 3)
    column = FEATURES.index("ranker")
    candidates = one_subject.candidates("kosten van de Molenbrug")
    weights = one_subject._answerer.reader._weights
    ranked = [c.features[column] for c in candidates]
    worst = min(ranked)
    apart = [i for i, score in enumerate(ranked) if score != worst]
    assert len(apart) == 2  # the third is the worst of those read
    without = [float(c.features @ weights - ranked[i] * weights[column])
               for i, c in enumerate(candidates)]  # fmt: skip
    assert set(apart) <= set(np.argsort(-np.array(without), kind="stable")[:3].tolist())


def test_fewer_hits_can_be_read(one_subject: Assistant) -> None:
    query = one_subject._query("kosten van de Molenbrug")
    hits = one_subject._retriever.search(query)
    for read in (5, 1):
        found = one_subject._answerer.reader.gather(
            query, hits[: max(read, 1)], one_subject.store, read=read
        )
        assert {e.letter.doc_id for e in found} == {h.chunk.doc_id for h in hits[:read]}
    assert one_subject._answerer.reader.gather(query, [], one_subject.store) == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("https://www.brug.nl/rapport", True),
        ("Zie www.brug.nl.", True),
        ("Kamerstukken II 2022/23, 22343, nr. 344", True),
        ("Zie ook de brief van 3 mei 2021.", True),
        ("Kamerstuk over de nieuwe brug", False),
        ("De brug is oud.", False),
        ("12 34", False),
    ],
)
def test_a_note_that_only_names_a_publication_is_a_source(text: str, source: bool) -> None:
    assert is_source(text) is source


def test_the_unit_asked_for_must_hold_what_is_asked(one_subject: Assistant) -> None:
    heads = [
        (c.sentence.text, c.features[FEATURES.index("unit")])
        for c in one_subject.candidates("Wanneer is de brief over de pendelbus verstuurd?")
        if c.unit.kind == "letterhead"
    ]
    assert {text: value for text, value in heads if "2023" in text} == {"Den Haag, 4 juli 2023": 1}
    assert {value for text, value in heads if "Voorzitter" in text} == {0}
