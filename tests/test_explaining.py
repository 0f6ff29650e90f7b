"""Why passages were found: words of the question as they stand, and words across languages."""

from __future__ import annotations

from qa.assistant import Assistant
from qa.retrieval.explaining import words_read
from qa.text.folding import fold


def test_words_are_told_as_they_stand_in_the_passage(assistant: Assistant) -> None:
    hits = assistant.ask("Wat is er toegezegd voor LUCHTVERDEDIGING en de UDCG?").hits
    told = [hit.found_by for hit in hits]
    assert any(found and "luchtverdediging" in found.words for found in told)
    for hit, found in zip(hits, told, strict=True):
        assert found is not None
        for word in (*found.words, *(met for _, met in found.across)):
            assert word in hit.chunk.text


def test_words_of_the_other_language_are_told_beside_those_they_meet(assistant: Assistant) -> None:
    answer = assistant.ask("which contribution was announced for air defence")
    pairs = {(word, fold(met)) for hit in answer.hits for word, met in hit.found_by.across}
    assert {("contribution", "bijdrage"), ("announced", "aangekondigd")} <= pairs
    assert not any(word == "which" for word, _ in pairs)
    read = dict(words_read(answer.hits))
    assert "aangekondigd" in read["announced"]


def test_a_passage_found_by_nothing_of_this_says_so(assistant: Assistant) -> None:
    found = [hit.found_by for hit in assistant.ask("qwx vbnz").hits]
    assert all(one is not None and one.across == () for one in found)
