"""The folder is followed: what comes, changes and goes is found; what fails is tried again."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.errors import QAError
from qa.index.engines import engine_of
from qa.indexing import Indexer
from qa.indexing.watching import Event, Watcher
from qa.messages import Message
from qa.settings import Settings

PATIENCE = 60.0  # seconds; nothing here is a measurement
TEXT = "Over de sluis bij Kampen.\n\nDe sluis bij Kampen wordt in 2032 verbreed.\n"


class Followed:
    """A watcher in a thread, and what it has told."""

    def __init__(self, settings: Settings, indexer: Indexer | None = None) -> None:
        self.told: list[Event] = []
        self._news = threading.Condition()
        self.watcher = Watcher(settings, self._tell, indexer)
        self.thread = threading.Thread(target=self.watcher.run)
        self.thread.start()

    def _tell(self, event: Event) -> None:
        with self._news:
            self.told.append(event)
            self._news.notify_all()

    def wait_for(self, kind: str, text: str) -> Event:
        deadline = time.monotonic() + PATIENCE
        with self._news:
            while True:
                for event in self.told:
                    if event.kind == kind and text in event.text:
                        self.told.remove(event)
                        return event
                assert self._news.wait(deadline - time.monotonic()), f"no {text!r} in {self.told}"

    def stop(self) -> None:
        self.watcher.stop()
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()


@pytest.fixture
def settings(stored: Settings) -> Settings:
    """Every test here runs on both stores."""
    return stored


@pytest.fixture
def followed(settings: Settings) -> Iterator[Followed]:
    found = Followed(settings)
    found.wait_for("indexed", "3 letters can be asked")
    yield found
    found.stop()


def test_letters_that_come_change_and_go_are_followed(
    followed: Followed, settings: Settings
) -> None:
    path = settings.corpus / "sluis.txt"
    path.write_text(TEXT, encoding="utf-8")
    event = followed.wait_for("indexed", "added sluis")
    assert event.letters == ("sluis",)
    assert isinstance(event.text, Message)
    said = event.text.say("nl")
    assert said.startswith("toegevoegd: sluis (")
    assert said.endswith(" brieven kunnen worden bevraagd)")
    assert engine_of(settings).open().has("sluis")  # when it is said it is so
    path.write_text(TEXT.replace("2032", "2033"), encoding="utf-8")
    followed.wait_for("indexed", "changed sluis")
    assert "2033" in engine_of(settings).open().letter("sluis").text
    (settings.corpus / "sluis.txt.json").write_text('{"subject": "Sluizen"}', encoding="utf-8")
    followed.wait_for("indexed", "changed sluis")
    folder = settings.corpus / "map"
    folder.mkdir()
    path.rename(folder / "sluis.txt")
    (settings.corpus / "sluis.txt.json").unlink()
    while not engine_of(settings).open().has("map~sluis"):
        followed.wait_for("indexed", "sluis")
    assert engine_of(settings).open().letter("sluis").doc_id == "map~sluis"  # by its old name too
    (folder / "sluis.txt").rename(settings.corpus.parent / "weg.txt")
    followed.wait_for("indexed", "removed map~sluis")
    assert not engine_of(settings).open().has("map~sluis")


def test_another_folder_in_the_place_of_the_first_is_followed(
    followed: Followed, settings: Settings
) -> None:
    other = settings.corpus.parent / "ander"
    other.mkdir()
    (other / "sluis.txt").write_text(TEXT, encoding="utf-8")
    settings.corpus.rename(settings.corpus.parent / "weg")
    followed.wait_for("failed", "is gone; waiting until it is back")
    other.rename(settings.corpus)
    followed.wait_for("indexed", "1 letters can be asked")
    (settings.corpus / "brug.txt").write_text(TEXT.replace("sluis", "brug"), encoding="utf-8")
    followed.wait_for("indexed", "added brug")


def test_a_link_is_treated_as_an_update_treats_it(followed: Followed, settings: Settings) -> None:
    elsewhere = settings.corpus.parent / "elders.txt"
    elsewhere.write_text(TEXT, encoding="utf-8")
    (settings.corpus / "sluis.txt").symlink_to(elsewhere)
    followed.wait_for("left out", "sluis.txt: a link that leads out of the corpus")
    folder = settings.corpus / "map"
    folder.mkdir()
    (settings.corpus / "gekoppeld").symlink_to(folder)
    followed.wait_for("left out", "gekoppeld: a link to a folder is not followed")


def test_a_file_that_is_still_being_written_is_waited_for(
    followed: Followed, settings: Settings
) -> None:
    with (settings.corpus / "lang.txt").open("w", encoding="utf-8") as file:
        for number in range(12):
            file.write(f"Alinea {number} over de sluis bij Kampen en de brug bij Zwolle.\n\n")
            file.flush()
            time.sleep(0.1)
    followed.wait_for("indexed", "added lang")
    assert len(engine_of(settings).open().letter("lang").paragraphs) == 12
    assert not [event for event in followed.told if "changed lang" in event.text]


def test_a_file_that_cannot_be_read_is_said_once(followed: Followed, settings: Settings) -> None:
    (settings.corpus / "leeg.txt").write_bytes(b"")
    followed.wait_for("left out", "leeg.txt: the file is empty")
    (settings.corpus / "sluis.txt").write_text(TEXT, encoding="utf-8")
    followed.wait_for("indexed", "added sluis")
    assert not [event for event in followed.told if event.kind == "left out"]


def test_what_failed_is_tried_again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.indexing.watching.FIRST_PAUSE", 0.1)
    failures = iter([QAError("unreadable", reason="full"), OSError(28, "No space left on device")])
    update = Indexer.update

    def failing(self: Indexer, *arguments: object, **named: object) -> object:
        for failure in failures:
            raise failure
        return update(self, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Indexer, "update", failing)
    found = Followed(settings)
    try:
        found.wait_for("failed", "cannot be read (full); trying again")
        found.wait_for("failed", "No space left on device")
        found.wait_for("indexed", "3 letters can be asked")
    finally:
        found.stop()


def test_a_missing_folder_is_said_at_once(tmp_path: Path) -> None:
    settings = Settings(corpus=tmp_path / "nowhere", index=tmp_path / "index")
    with pytest.raises(QAError, match="no folder"):
        Watcher(settings, lambda event: None).run()


def test_an_index_inside_the_corpus_is_not_followed(settings: Settings) -> None:
    inside = settings.model_copy(update={"index": settings.corpus / "index"})
    time.sleep(2.2)  # the letters are then old enough for their hashes to be remembered in a file
    found = Followed(inside)
    try:
        found.wait_for("indexed", "3 letters can be asked")
        (settings.corpus / "sluis.txt").write_text(TEXT, encoding="utf-8")
        found.wait_for("indexed", "added sluis")
        generation = engine_of(inside).open().manifest["generation"]
        time.sleep(1.5)  # its own files have settled by now
        store = engine_of(inside).open()
        assert (store.manifest["generation"], store.problems) == (generation, [])
        assert (inside.index / "seen.sqlite").exists()
    finally:
        found.stop()


def test_a_folder_that_is_taken_away_takes_its_letters_along(
    followed: Followed, settings: Settings
) -> None:
    folder = settings.corpus / "kamer.2024"  # named like a file
    folder.mkdir()
    (folder / "sluis.txt").write_text(TEXT, encoding="utf-8")
    followed.wait_for("indexed", "added kamer.2024~sluis")
    folder.rename(settings.corpus.parent / "elders")
    followed.wait_for("indexed", "removed kamer.2024~sluis")
    assert not engine_of(settings).open().has("kamer.2024~sluis")
