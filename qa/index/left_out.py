"""What a generation says of files that were left out of it.

An entry of ``left_out`` is {path, fingerprint, own_id, problem}, the problem an English sentence.
Beside it ``messages`` maps the path to the sentence's code and values; older programs know neither
the name nor the need, and indexes that they made have none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from qa.messages import Message, stored


def left_out_of(manifest: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the entries, each ``problem`` as a message where it is one that is known."""
    kept = manifest.get("messages", {})
    return [
        {**one, "problem": stored(str(one["problem"]), kept.get(one["path"]))}
        for one in manifest.get("left_out", [])
    ]


def described(left_out: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what a generation keeps of entries: ``left_out`` and ``messages``."""
    entries = [dict(one) for one in left_out]
    messages = {
        one["path"]: one["problem"].as_json()
        for one in entries
        if isinstance(one["problem"], Message)
    }
    return {"left_out": entries, "messages": messages}


def without(manifest: Mapping[str, Any], doc_ids: Collection[str]) -> dict[str, Any]:
    """Return the same, without files that are these letters by themselves."""
    return described(one for one in left_out_of(manifest) if one["own_id"] not in doc_ids)
