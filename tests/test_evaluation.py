"""Measures against values worked out by hand, sets, floors, and the whole evaluation in small."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from conftest import DATA, ROOT

from qa.citations.citing import cite
from qa.encoders.encoder import ENCODERS, load_encoder
from qa.errors import LetterNotFoundError, QAError, QuestionError
from qa.evaluation import command
from qa.evaluation.command import Task, run
from qa.evaluation.evaluate import Evaluation, Row, evaluate
from qa.evaluation.floors import Floors, fallen, load_floors, raised, save_floors
from qa.evaluation.measures import (
    Interval,
    Qrel,
    ScoredDoc,
    interval,
    measure,
    paired_difference,
    write_qrels,
    write_run,
)
from qa.evaluation.passages import as_letter, load_collection
from qa.evaluation.questions import EvalQuestion, holds_evidence, is_right, load_questions
from qa.evaluation.refusals import Asked, as_svg, refusal_curve, rightly_refused
from qa.evaluation.reliability import bins, calibration_error, reliability_svg, unavoidable
from qa.evaluation.systems import BM25, MEAN, PEER, PEER_AND_BM25, SHIPPED, RememberingEncoder
from qa.evaluation.vectors import bitext, similarity
from qa.letters import read_letter
from qa.output.schema.work import MeasuredModel
from qa.records import Letter, Quote
from qa.settings import STATIC_ENCODER, Settings

SMALL = DATA / "floors"
FLOORS = SMALL / "floors.json"

QUESTION = EvalQuestion(
    "d001", "en", "what did NL pledge at the UDCG", "kst-28676-449",
    "Namens Nederland heb ik nieuwe financiële bijdrages", ("€ 87 mln",), True, "amount",
)  # fmt: skip


def test_measures_are_those_worked_out_by_hand() -> None:
    scored = [
        ScoredDoc("q1", "b", 2.0), ScoredDoc("q1", "a", 3.0), ScoredDoc("q1", "c", 1.0),
        ScoredDoc("q2", "z", 1.0), ScoredDoc("q2", "y", 1.0),
    ]  # fmt: skip
    qrels = [Qrel("q1", "b", 1), Qrel("q2", "y", 1), Qrel("q3", "x", 1)]
    found = measure(scored, qrels, ("Success@1", "RR", "R@2", "nDCG@10"))
    # q1: second; q2: y before z, for ties go by id; q3: not answered
    assert found["Success@1"] == {"q1": 0, "q2": 1, "q3": 0}
    assert found["RR"] == {"q1": 1 / 2, "q2": 1, "q3": 0}
    assert found["R@2"] == {"q1": 1, "q2": 1, "q3": 0}
    assert found["nDCG@10"] == {"q1": pytest.approx(1 / np.log2(3)), "q2": 1, "q3": 0}


def test_runs_and_qrels_are_the_files_of_the_field(tmp_path: Path) -> None:
    scored = [ScoredDoc("q1", "b", 1.0), ScoredDoc("q1", "a", 1.0), ScoredDoc("q1", "c", 2.0)]
    write_run(tmp_path / "x.run", scored, "mine")
    write_qrels(tmp_path / "x.qrels", [Qrel("q1", "a", 1)])
    lines = (tmp_path / "x.run").read_text(encoding="utf-8").splitlines()
    assert lines == [
        "q1 Q0 c 1 2.000000 mine", "q1 Q0 a 2 1.000000 mine", "q1 Q0 b 3 0.999999 mine",
    ]  # fmt: skip
    assert (tmp_path / "x.qrels").read_text(encoding="utf-8") == "q1 0 a 1\n"


def test_evidence_is_compared_without_spaces_hyphens_and_case() -> None:
    assert holds_evidence("NAMENS Neder-\nland heb ik nieuwe financiële bijdrages aan", QUESTION)
    assert not holds_evidence("Namens Nederland heb ik bijdrages", QUESTION)


def test_a_quote_is_right_with_the_evidence_or_an_answer_of_the_same_letter(
    founding: Letter,
) -> None:
    def quote(text: str, doc_id: str = "kst-28676-449") -> Quote:
        start = founding.text.index("Namens")
        citation = cite(founding, start, start + 10)
        object.__setattr__(citation, "doc_id", doc_id)
        return Quote(text, 1.0, citation)

    assert is_right(quote("... (€ 87 mln.)"), QUESTION)
    assert not is_right(quote("... (€ 87 mln.)", "kst-1-1"), QUESTION)
    assert not is_right(quote("€ 25 mln."), QUESTION)
    assert not is_right(quote("(€ 87 mln.)" + " x" * 200), QUESTION)


def no_letter(doc_id: str) -> Letter:
    raise LetterNotFoundError("letter-not-there", doc_id=doc_id)


def test_questions_are_read_and_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    good = (
        '{"id":"1","lang":"nl","question":"wat","letter":null,"evidence":null,'
        '"answers":[],"answerable":false,"kind":"what"}'
    )
    path.write_text(f"{good}\n", encoding="utf-8")
    assert load_questions(path, no_letter).questions[0].answerable is False
    path.write_text(f"{good}\n{{}}\n", encoding="utf-8")
    with pytest.raises(QuestionError, match=r"q\.jsonl, line 2"):
        load_questions(path, no_letter)


def test_a_question_whose_letter_is_gone_or_read_otherwise_is_left_out(tmp_path: Path) -> None:
    letter = as_letter("a", "De minister heeft twee miljoen toegezegd.")
    places = {"start": 23, "end": 40, "answers": [[23, 26]]}
    digest = "a" * 64
    entries = [
        {"id": "1", "letter": "b", "evidence": "x", "answers": []},
        {"id": "2", "letter": "a", "evidence": "drie miljoen", "answers": []},
        {"id": "3", "letter": "a", "evidence_sha256": digest, **places},
        {"id": "4", "letter": "a", "evidence": "twee miljoen", "answers": ["twee"]},
    ]
    path = tmp_path / "q.jsonl"
    common = {"lang": "nl", "question": "hoeveel", "answerable": True, "kind": "amount"}
    path.write_text("\n".join(json.dumps({**e, **common}) for e in entries), encoding="utf-8")

    def letter_of(doc_id: str) -> Letter:
        return letter if doc_id == "a" else no_letter(doc_id)

    found = load_questions(path, letter_of)
    assert [question.id for question in found.questions] == ["4"]
    assert [reason[:2] for reason in found.left_out] == ["1:", "2:", "3:"]


def test_places_and_hashes_of_our_own_questions_are_well_formed() -> None:
    path = ROOT / "benchmarks" / "questions" / "letters-own.jsonl"
    entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    answerable = [entry for entry in entries if entry["answerable"]]
    assert len({entry["id"] for entry in entries}) == len(entries)
    for lang in ("en", "nl"):
        assert sum(entry["lang"] == lang for entry in answerable) >= 100
    for entry in answerable:
        assert 0 <= entry["start"] < entry["end"]
        assert len(entry["evidence_sha256"]) == 64
        assert entry["letter"] != "kst-28676-449"


def test_a_bootstrap_interval_holds_the_mean_and_shrinks_with_more_values() -> None:
    wide = interval([0.0, 1.0] * 10)
    assert wide.low < wide.mean == 0.5 < wide.high
    narrow = interval([0.0, 1.0] * 1000)
    assert narrow.high - narrow.low < (wide.high - wide.low) / 5
    with pytest.raises(ValueError, match="no values"):
        interval([])


def test_a_paired_difference_is_narrower_than_the_figures_it_compares() -> None:
    rng = np.random.default_rng(0)
    theirs = {str(i): float(value) for i, value in enumerate(rng.random(200) < 0.5)}
    ours = {query: max(value, float(rng.random() < 0.2)) for query, value in theirs.items()}
    found = paired_difference(ours, theirs)
    assert 0 < found.low < found.mean < found.high < 0.3
    with pytest.raises(ValueError, match="same queries"):
        paired_difference(ours, {"0": 1.0})


def test_a_collection_is_read_and_its_passages_are_letters(tmp_path: Path) -> None:
    (tmp_path / "qrels").mkdir()
    files = {
        "corpus.jsonl": '{"_id": "p1", "title": "", "text": "Een  zin.\\nNog een."}',
        "queries.jsonl": '{"_id": "q1", "text": "welke zin", "lang": "nl"}',
        "qrels/dev.tsv": "query-id\tcorpus-id\tscore\nq1\tp1\t1\nq1\tp2\t0",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    collection = load_collection(tmp_path)
    assert collection.passages == {"p1": "Een zin. Nog een."}
    assert collection.qrels == (Qrel("q1", "p1", 1),)
    letter = as_letter("p1", collection.passages["p1"])
    assert letter.text[letter.units[0].start : letter.units[0].end] == letter.units[0].text
    (tmp_path / "corpus.jsonl").unlink()
    with pytest.raises(QAError, match=r"corpus\.jsonl"):
        load_collection(tmp_path)


def test_translations_and_similarity_are_measured(tmp_path: Path) -> None:
    encoder = load_encoder()
    lines = "the minister\tde minister\nhousing\twoningbouw\nmanure\tmest\n"
    (tmp_path / "b.tsv").write_text(lines, encoding="utf-8")
    assert bitext(encoder, tmp_path / "b.tsv") == {"nl-en": [1, 1, 1], "en-nl": [1, 1, 1]}
    others = [
        ("interest rates fell", "de rente daalde"),
        ("a home in a street", "een woning in een straat"),
        ("a house", "een huis"),
    ]
    items = [
        {"en1": "a house", "en2": en, "nl1": "een huis", "nl2": nl, "score": score}
        for score, (en, nl) in enumerate(others)
    ]
    (tmp_path / "s.jsonl").write_text("\n".join(json.dumps(i) for i in items), encoding="utf-8")
    found = similarity(encoder, tmp_path / "s.jsonl")
    assert found == {side: pytest.approx(1.0) for side in ("en", "nl", "en-nl")}


def figures(**values: float) -> Evaluation:
    rows = tuple(
        Row(name, "nl", "recall@5", {SHIPPED: Interval(value, value, value, 10)})
        for name, value in values.items()
    )
    return Evaluation(rows, "data 1", 1, ())


def test_floors_rise_and_never_fall_without_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    save_floors(path, raised(figures(a=0.5, b=0.61234), load_floors(path)))
    floors = load_floors(path)
    assert floors.floors == {"a nl recall@5": 0.5, "b nl recall@5": 0.6123}
    assert fallen(figures(a=0.6, b=0.7), floors) == []
    assert fallen(figures(a=0.4, b=0.7), floors) == [
        "a nl recall@5: 0.4000 is below the floor of 0.5000"
    ]
    assert fallen(figures(a=0.6), floors) == ["b nl recall@5: not measured"]
    with pytest.raises(QAError, match="say --because"):
        raised(figures(a=0.4, b=0.7), floors)
    lower = raised(figures(a=0.4, b=0.7), floors, "the sentences are cut otherwise")
    assert lower.floors == {"a nl recall@5": 0.4, "b nl recall@5": 0.7}
    assert lower.lowered == (
        {"row": "a nl recall@5", "from": 0.5, "to": 0.4,
         "because": "the sentences are cut otherwise"},
    )  # fmt: skip


def test_floors_of_other_data_do_not_count() -> None:
    floors = Floors("data 0", {"a nl recall@5": 0.5})
    assert "not those of the floors" in fallen(figures(a=0.6), floors)[0]
    with pytest.raises(QAError, match="not those of the floors"):
        raised(figures(a=0.6), floors)
    assert raised(figures(a=0.6), floors, "more questions").data_sha256 == "data 1"


def test_no_figure_on_our_own_small_letters_is_below_its_floor() -> None:
    found = evaluate(Settings(), SMALL / "letters", [SMALL / "questions.jsonl"])
    assert found.notes == ()
    asked = [row for row in found.rows if "first quote" in row.measure]
    assert sum(row.systems[SHIPPED].n for row in asked if not row.kind) == 54
    assert sum(row.systems[SHIPPED].n for row in asked if row.kind) == 54
    assert fallen(found, load_floors(FLOORS)) == []


def test_the_small_questions_have_their_evidence_once() -> None:
    letters = [read_letter(path) for path in sorted((SMALL / "letters").glob("*.txt"))]
    by_id = {letter.doc_id: letter for letter in letters}
    found = load_questions(SMALL / "questions.jsonl", by_id.__getitem__)
    assert len(found.questions) == 60
    for question in found.questions:
        holding = [letter for letter in letters if holds_evidence(letter.text, question)]
        assert [letter.doc_id for letter in holding] == ([question.letter] * question.answerable)


def test_the_peers_are_measured_on_the_same_questions_and_tables_are_written(
    tmp_path: Path,
) -> None:
    three = (SMALL / "questions.jsonl").read_text(encoding="utf-8").splitlines()[:3]
    (tmp_path / "few.jsonl").write_text("\n".join(three), encoding="utf-8")
    peer = ENCODERS / STATIC_ENCODER  # any encoder would do
    task = Task(
        SMALL / "letters", (tmp_path / "few.jsonl",), peer=str(peer),
        floors=tmp_path / "floors.json", update=True, results=tmp_path / "results",
    )  # fmt: skip
    told = []
    table, failures = run(Settings(), task, lambda *progress: told.append(progress))
    assert failures == []
    assert told[-1] == ("few", 3, 3)
    saved = json.loads((tmp_path / "results" / "eval.json").read_text(encoding="utf-8"))
    row = next(row for row in saved["rows"] if row["measure"] == "recall@5")
    assert {BM25, PEER, PEER_AND_BM25, MEAN, SHIPPED} <= row["systems"].keys()
    assert set(row["differences"]) == set(row["systems"]) - {SHIPPED}
    assert (tmp_path / "results" / "eval.md").read_text(encoding="utf-8") == table
    assert (tmp_path / "results" / "runs" / "few.qrels").exists()
    assert not (tmp_path / "results" / "refusals.svg").exists()  # these three are answerable
    picture = (tmp_path / "results" / "reliability.svg").read_text(encoding="utf-8")
    assert "3 questions of" in picture
    assert load_floors(tmp_path / "floors.json").floors
    again = dataclasses.replace(task, update=False, peer=None)
    assert run(Settings(), again, lambda *_: None)[1] == []


def test_the_curve_of_refusals_and_its_picture() -> None:
    asked = [Asked("few", True, p) for p in (0.9, 0.8, 0.6, 0.1)]
    asked += [Asked("few", False, p) for p in (0.7, 0.15, 0.05, 0.0)]
    curve = refusal_curve(asked, 0.2)
    used = next(point for point in curve if point.floor == 0.2)
    assert (used.wrongly, used.rightly) == (0.25, 0.75)
    assert rightly_refused(curve, 0.0) == 0.5
    assert rightly_refused(curve, 0.5) == 1.0
    assert refusal_curve(asked[:4], 0.2) == []
    picture = as_svg({"few": curve}, 0.2)
    assert "few: ● 0.75 at 0.25" in picture
    assert picture.count("<polyline") == 1


def told(probability: float, answerable: int, without: int, name: str = "few") -> list[Asked]:
    found = [Asked(name, True, probability)] * answerable
    return found + [Asked(name, False, probability)] * without


def test_the_calibration_error_weighs_each_bin_by_its_questions() -> None:
    asked = told(0.85, 8, 2) + told(0.25, 0, 10)
    assert [one.questions for one in bins(asked)] == [10, 10]
    assert bins(asked)[0] == pytest.approx((10, 0.25, 0.0))
    error = calibration_error(asked)
    assert error.mean == pytest.approx((0.05 + 0.25) / 2)
    assert error.low <= error.mean <= error.high
    assert error.n == 20
    assert calibration_error(told(1.0, 3, 0)).mean == 0
    assert calibration_error(told(1.0, 0, 3)).mean == 1
    with pytest.raises(ValueError, match="no questions"):
        calibration_error([])


def test_few_questions_have_an_error_however_right_their_probabilities_are() -> None:
    assert unavoidable(told(0.5, 1, 0)) == 0.5
    assert unavoidable(told(0.5, 200, 200)) == pytest.approx(0.02, abs=0.002)
    assert unavoidable(told(1.0, 5, 5)) == 0


def test_the_picture_of_reliability_has_a_disc_for_each_bin() -> None:
    picture = reliability_svg(told(0.85, 8, 2) + told(0.25, 0, 10, "more"))
    assert picture.count("<circle") == 2
    assert "10 questions thought 0.85 likely: 0.80 have an answer" in picture
    assert "20 questions of" in picture
    assert "few, more" in picture
    assert "expected calibration error 0.150" in picture


def test_no_picture_is_drawn_of_sets_that_the_probability_was_fitted_on(tmp_path: Path) -> None:
    support = load_encoder().fitted.support
    fitted_on = support.made.data[0].name
    asked = tuple(told(0.9, 3, 1, fitted_on))
    command._draw(Evaluation((), "", 0, (), asked), support, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["refusals.svg"]
    both = (*asked, *told(0.9, 1, 1, "another"))
    command._draw(Evaluation((), "", 0, (), both), support, tmp_path)
    assert "2 questions of" in (tmp_path / "reliability.svg").read_text(encoding="utf-8")


def test_remembered_vectors_are_those_of_the_encoder(tmp_path: Path) -> None:
    encoder = load_encoder()
    remembering = RememberingEncoder(encoder, tmp_path / "vectors")
    for _ in range(2):
        found = remembering.encode_passages(["een brief", "twee brieven"])
        assert np.array_equal(found, encoder.encode_passages(["een brief", "twee brieven"]))
    assert not np.array_equal(remembering.encode_queries(["mest"])[0], found[0])


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(QAError, match="no folder"):
        run(Settings(), Task(tmp_path / "none", ()), lambda *_: None)


def test_the_published_results_are_as_their_schema_describes() -> None:
    published = json.loads((ROOT / "benchmarks/results/eval.json").read_text(encoding="utf-8"))
    assert json.dumps(MeasuredModel.model_validate(published).as_json()) == json.dumps(published)
