"""Why passages were found: words of the question as they stand, and words across languages."""

from __future__ import annotations

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import Whitespace

from qa.assistant import Assistant
from qa.encoders.encoder import ENCODERS, StaticEncoder
from qa.encoders.fitted import FITTED_FILE, read_fitted
from qa.records import Chunk, FoundBy, Hit
from qa.retrieval.explaining import Explainer, words_read
from qa.settings import STATIC_ENCODER
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


WORDS = ["[UNK]", "brug", "bridge", "dijk", "dam", "##ken"]


def explainer() -> Explainer:
    table = np.array(
        [[0, 0, 0], [1, 0, 0], [0.9, 0.436, 0], [0, 0, 1], [0.39, 0, 0.921], [0.6, 0, 0.8]],
        np.float32,
    )
    tokenizer = Tokenizer(WordPiece({w: i for i, w in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    encoder = StaticEncoder("tiny", table, tokenizer, "0" * 64)
    shipped = read_fitted(ENCODERS / STATIC_ENCODER / FITTED_FILE)
    part = shipped.retrieval.model_copy(update={"nearly": 0.4, "nearly_in_pieces": 0.5})
    encoder.fitted = shipped.model_copy(update={"retrieval": part})
    return Explainer(encoder)


def told(asked: list[str], *texts: str) -> list[FoundBy | None]:
    hits = [Hit(n, 0.0, Chunk(f"c{n}", "a", 0, 1, text, (), ())) for n, text in enumerate(texts)]
    return [hit.found_by for hit in explainer().explain(asked, hits)]


def test_a_word_is_told_as_it_first_stands_there_whatever_its_ending() -> None:
    assert told(["dijk"], "De Dijken, een dijk; dijken") == [FoundBy(("Dijken",), ())]
    assert told(["brug", "2024"], "In 2024 kwam er niets") == [FoundBy((), ())]


def test_a_word_meets_the_nearest_of_the_passage_from_the_fitted_cosine_up() -> None:
    assert told(["bridge"], "Een dijk en een brug") == [FoundBy((), (("bridge", "brug"),))]
    assert told(["dam"], "De brug") == [FoundBy((), ())]  # 0.39
    assert told(["bridge"], "De dam") == [FoundBy((), ())]  # 0.35
    assert told(["dam"], "De dijk") == [FoundBy((), (("dam", "dijk"),))]


def test_words_in_pieces_must_be_nearer() -> None:
    """ "dijkken" is two tokens; with "brug" it has 0.3, with "dam" 0.99."""
    assert told(["dam"], "dijkken") == [FoundBy((), (("dam", "dijkken"),))]
    assert told(["brug"], "dijkken") == [FoundBy((), ())]


def test_each_passage_is_explained_by_its_own_words() -> None:
    assert told(["bridge", "dijk"], "brug", "dijk", "") == [
        FoundBy((), (("bridge", "brug"),)),
        FoundBy(("dijk",), ()),
        FoundBy((), ()),
    ]


def test_no_more_words_than_can_be_read() -> None:
    names = [f"woord{chr(97 + n)}" for n in range(9)]
    (found,) = told(names, " ".join(names))
    assert found
    assert found.words == tuple(names[:6])


def test_what_words_were_read_as_is_told_where_no_passage_has_them() -> None:
    def hit(words: tuple[str, ...], across: tuple[tuple[str, str], ...]) -> Hit:
        return Hit(1, 0.0, Chunk("c", "a", 0, 1, "", (), ()), found_by=FoundBy(words, across))

    pairs = (("bridge", "brug"), ("dike", "dijk"))
    hits = [
        hit(("dikes",), (("bridge", "Brug"),)),
        hit((), pairs),
        hit((), (("bridge", "dam"), ("bridge", "Brug"))),
        hit((), (("bridge", "kade"), ("bridge", "haven"))),
        Hit(5, 0.0, Chunk("c", "a", 0, 1, "", (), ())),
    ]
    assert words_read(hits) == [("bridge", ("brug", "dam", "haven")), ("dike", ("dijk",))]
    assert words_read([hit(("dijken",), (("dijk", "dam"),))]) == []
    pairs = (("bridge", "brug"), ("bridge", "dam"))
    often = [hit((), pairs[1:]), hit((), (("bridge", "sluis"),)), hit((), (("bridge", "sluis"),))]
    assert words_read([*often, hit((), pairs)]) == [("bridge", ("dam", "sluis", "brug"))]
