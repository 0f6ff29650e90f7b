"""The file beside a letter: what it corrects and adds, and what is refused with a word."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from pathlib import Path

import pytest

from qa.errors import LetterError
from qa.index.versions import VersionStore
from qa.letters import read_letter
from qa.letters.forms import group_letters
from qa.letters.scan import Scanner
from qa.letters.sidecar import read_sidecar, sidecar_path
from qa.records import Dossier, Letter, Sender

LETTER = """28 676 NAVO

Nr. 449 BRIEF VAN DE MINISTER VAN DEFENSIE

Aan de Voorzitter van de Tweede Kamer der Staten-Generaal

Den Haag, 5 februari 2024

Met deze brief informeer ik u over de proef met de veerpont, die in mei begint en
tot december duurt.

De Minister van Defensie,
K.H. Ollongren
"""


def read(folder: Path, said: object, name: str = "brief.txt") -> Letter:
    path = folder / name
    path.write_text(LETTER, encoding="utf-8")
    if said is not None:
        sidecar_path(path).write_text(json.dumps(said), encoding="utf-8")
    return read_letter(path, folder)


def test_a_letter_without_one_says_everything_itself(tmp_path: Path) -> None:
    letter = read(tmp_path, None)
    assert read_sidecar(tmp_path / "brief.txt").values == {}
    assert (letter.doc_id, letter.metadata.date) == ("kst-28676-449", datetime.date(2024, 2, 5))
    assert "sidecar" not in letter.metadata.found.values()


def test_its_values_win_and_the_others_stay(tmp_path: Path) -> None:
    letter = read(
        tmp_path,
        {
            "doc_id": "kst-29521-310",
            "date": "2024-02-06",
            "dossiers": [{"number": "29 521", "title": "Vredesmissies"}, "33279"],
            "senders": [{"function": "Minister van Defensie", "name": "J. Jansen"}],
            "subject": " De veerpont ",
            "kenmerk": None,
        },
    )
    known = letter.metadata
    assert letter.doc_id == "kst-29521-310"
    assert known.date == datetime.date(2024, 2, 6)
    assert known.dossiers == (
        Dossier("29521", "29 521", "Vredesmissies"),
        Dossier("33279", "33279"),
    )
    assert known.senders == (Sender("Minister van Defensie", "J. Jansen"),)
    assert (known.subject, known.kenmerk) == ("De veerpont", None)
    for name in ("doc_id", "date", "dossiers", "senders", "subject"):
        assert known.found[name] == "sidecar"
    assert known.receiver is not None
    assert known.found["receiver"] != "sidecar"


def test_a_letter_changes_with_it(tmp_path: Path) -> None:
    prints = {
        read(tmp_path, said).fingerprint for said in (None, {"subject": "A"}, {"subject": "B"})
    }
    assert len(prints) == 3


def test_the_address_of_a_fetched_letter_is_kept(tmp_path: Path) -> None:
    read(tmp_path, {"fetched": {"url": "https://zoek.officielebekendmakingen.nl/kst-28676-449"}})
    sidecar = read_sidecar(tmp_path / "brief.txt")
    assert sidecar.url == "https://zoek.officielebekendmakingen.nl/kst-28676-449"
    assert sidecar.values == {}


def test_what_else_an_object_in_it_says_is_passed_over(tmp_path: Path) -> None:
    said = {
        "dossiers": [{"number": "28 676", "printed": "", "colour": 3}],
        "senders": [{"party": "x"}],
        "fetched": {"url": 3},
    }
    read(tmp_path, said)
    sidecar = read_sidecar(tmp_path / "brief.txt")
    assert sidecar.values == {
        "dossiers": (Dossier("28676", "", None),),
        "senders": (Sender(None, None),),
    }
    assert sidecar.url is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "cannot be read"),
        (b"\xff\xfe\xfa", "cannot be read"),
        (b"[]", "no JSON object"),
        (b'{"datum": "2024-02-05"}', "unknown field 'datum'; the fields are date, doc_id"),
        (b'{"date": "5 februari"}', "date: '5 februari' is not what this field takes"),
        (b'{"doc_id": "kst/1"}', "doc_id: 'kst/1' must hold no slash"),
        (b'{"house": "III"}', "house: 'III' is not what this field takes"),
        (b'{"house": ["I"]}', "house: ['I'] is not what this field takes"),
        (b'{"subject": 3, "date": "x"}', "subject: 3 is not what this field takes"),
        (b'{"date": "x", "subject": 3}', "date: 'x' is not what this field takes"),
        (b'{"date": "x", "zaak": 3, "naam": 4}', "unknown field 'naam'; the fields are date"),
        (b'{"dossiers": ["28676", " "]}', "dossiers: ['28676', ' '] is not what this field"),
        (b'{"dossiers": [{"number": 28676}]}', "is not what this field takes"),
        (b'{"dossiers": [{"number": "1", "printed": null}]}', "is not what this field takes"),
        (b'{"senders": [{"name": 3}]}', "is not what this field takes"),
        (b'{"dossiers": "28676"}', "dossiers: '28676' is not what this field takes"),
        (b'{"dossiers": [{"title": "NAVO"}]}', "is not what this field takes"),
        (b'{"senders": ["J. Jansen"]}', "is not what this field takes"),
        (b'{"subject": " "}', "subject: ' ' is not what this field takes"),
    ],
)
def test_what_is_wrong_with_it_is_named(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "brief.txt"
    path.write_text(LETTER, encoding="utf-8")
    sidecar_path(path).write_bytes(content)
    with pytest.raises(LetterError, match=r"brief\.txt\.json: ") as caught:
        read_letter(path, tmp_path)
    assert reason in str(caught.value)


def test_its_id_is_official_and_its_values_win_among_copies(tmp_path: Path) -> None:
    named = read(tmp_path, {"doc_id": "eigen-7", "subject": "De veerpont"}, "a.txt")
    other = read(tmp_path, {"doc_id": "eigen-7", "kenmerk": "2024D1"}, "b.txt")
    ((one,), clashes) = group_letters([other, named])
    assert (one.letter.doc_id, one.paths, clashes) == ("eigen-7", ("a.txt", "b.txt"), [])
    known = one.letter.metadata
    assert (known.subject, known.kenmerk) == ("De veerpont", "2024D1")


@pytest.mark.parametrize("doc_id", [".", "..", "../x", "..\\x", "x" * 161, "é" * 90])
def test_an_id_that_leads_elsewhere_or_is_too_long_is_refused(tmp_path: Path, doc_id: str) -> None:
    with pytest.raises(LetterError, match=r"brief\.txt\.json: doc_id: "):
        read(tmp_path, {"doc_id": doc_id})


def test_a_sidecar_is_read_up_to_a_limit(tmp_path: Path) -> None:
    with pytest.raises(LetterError, match=r"brief\.txt\.json: more than 100 kB"):
        read(tmp_path, {"subject": "x" * 100_000})
    scanner = Scanner(tmp_path, tmp_path / "index", 1_000_000)
    first = scanner.scan()["brief.txt"].fingerprint
    sidecar_path(tmp_path / "brief.txt").write_text('{"subject": "x"}')
    assert scanner.scan()["brief.txt"].fingerprint != first


@pytest.mark.parametrize(
    "doc_id", [".", "..", "a/../..", "a\\b", "[x]", "x" * 5000, "a%2Fb", "CON:"]
)
def test_the_older_versions_of_any_id_lie_below_their_folder(tmp_path: Path, doc_id: str) -> None:
    letter = replace(read(tmp_path, None), doc_id=doc_id)
    kept = VersionStore(tmp_path / "index")
    kept.put(letter)
    (path,) = (tmp_path / "index").rglob("*.json.gz")
    assert path.parent.parent == kept.folder
    assert [one.doc_id for one in kept.list()] == [doc_id]
    assert kept.list(doc_id) == kept.list()
    assert kept.letter(doc_id, letter.version) == letter
    kept.remove(doc_id)
    assert kept.list() == []
