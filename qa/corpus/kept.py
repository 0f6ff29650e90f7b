"""All that is kept beside the generation that is searched, checked file by file. Changes nothing.

index          earlier generations, older versions of letters, the memory of hashes, when letters
               came, what people follow, left-overs
corpus         the letters' files as they were read, and what was removed and can come back
feedback       answers that were found wrong
the program    its list of words (the gloss)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qa.assistant.feedback import read_feedback
from qa.assistant.followed import Followed
from qa.corpus.files import CorpusFiles
from qa.errors import QAError
from qa.index.engines import engine_of
from qa.index.kept import generation_faults, left_over, memory_faults, version_faults
from qa.letters.scan import Scanner
from qa.messages import Message
from qa.settings import Settings
from qa.text.gloss import with_english


@dataclass(frozen=True, slots=True)
class Kept:
    """What is wrong with what is kept, a sentence for each file.

    ``notes`` tell of what is not as expected and does no harm.
    """

    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def check_kept(settings: Settings) -> Kept:
    """Check all that is kept but the current generation, which `Store.verify` checks."""
    faults: list[str] = []
    notes: list[str] = []
    if settings.store:
        faults += [one.damage for one in engine_of(settings).generations() if one.damage]
    else:
        faults += generation_faults(settings.index)
        notes += [
            Message("about", what=path, message=Message("left-over"))
            for path in left_over(settings.index)
        ]
    faults += version_faults(settings.index)
    faults += memory_faults(settings.index)
    faults += Followed(settings.index).faults()
    if settings.corpus.is_dir():
        faults += CorpusFiles(settings).faults()
        changed, differing = _originals(settings)
        faults += changed
        notes += differing
    if settings.feedback.exists():
        try:
            notes += read_feedback(settings.feedback).notes
        except QAError as error:
            faults.append(error.message)
    faults += _gloss_faults()
    return Kept(tuple(faults), tuple(notes))


def _originals(settings: Settings) -> tuple[list[Message], list[Message]]:
    """Compare the letters' files with what was read: those that changed unseen, and the others."""
    known = engine_of(settings).open().holdings.fingerprints()
    given = settings.max_file_bytes, settings.follow_links
    seen = Scanner(settings.corpus, settings.index, *given).scan()
    now = Scanner(settings.corpus, settings.index, *given, remembers=False).scan()
    faults: list[Message] = []
    notes: list[Message] = []
    for name, (fingerprint, doc_id) in sorted(known.items()):
        path = settings.corpus / name
        if name not in now:
            gone = Message("gone-since-read", doc_id=doc_id)
            notes.append(Message("about", what=path, message=gone))
        elif now[name].fingerprint == fingerprint:
            continue
        elif seen[name].fingerprint == fingerprint:
            faults.append(Message("changed-unseen", path=path))
        else:
            changed = Message("changed-since-read", doc_id=doc_id)
            notes.append(Message("about", what=path, message=changed))
    return faults, notes


def _gloss_faults() -> Iterator[Message]:
    try:
        with_english("brief")
    except (OSError, EOFError, ValueError) as error:
        yield Message("gloss-unreadable", reason=error)
