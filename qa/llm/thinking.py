"""What a reply says aloud: without the thinking of models that reason before they answer.

Thinking comes between tags, of which the opening one may be left to the template of the prompt, or
in a channel of its own (gpt-oss). Works on the text as far as it has come, so that a tag or a
thought that is cut off hides as much as a whole one.
"""

from __future__ import annotations

import re

_NAMES = (
    r"(?:[\w-]{1,20}:)?(?:think|thinking|thought|thoughts|reason|reasoning|reflection|analysis"
    r"|scratchpad|inner_monologue)"
)
_TAGS = (
    (rf"<{_NAMES}(?:\s[^>]*)?>", rf"</{_NAMES}\s*>"),
    (rf"\[{_NAMES}\]", rf"\[/{_NAMES}\]"),
    (r"◁think▷", r"◁/think▷"),
    (r"<\|begin_of_thought\|>", r"<\|end_of_thought\|>"),
    (r"<\|START_THINKING\|>", r"<\|END_THINKING\|>"),
)
_OPEN = "|".join(opens for opens, _ in _TAGS)
_CLOSE = "|".join(closes for _, closes in _TAGS)
_THOUGHT = re.compile(rf"(?:{_OPEN}).*?(?:{_CLOSE}|\Z)", re.DOTALL | re.IGNORECASE)
_UNOPENED = re.compile(rf".*(?:{_CLOSE})", re.DOTALL | re.IGNORECASE)
_UNFINISHED = re.compile(r"(?:[<◁][^>▷\s]{0,30}|\[/?[a-z_]{0,20})\Z", re.IGNORECASE)
_FINAL = re.compile(r"<\|channel\|>\s*final\b[^<]*<\|message\|>(.*)", re.DOTALL)
_CHANNEL = re.compile(r"<\|(?:channel|start|message)\|>")
_BARE_CHANNEL = re.compile(r"\A\s*analysis(?=[A-Z\s])(?:.*?assistant\s?final)?", re.DOTALL)


def aloud(text: str) -> str:
    """Return what of a reply is no thinking, as far as that is sure.

    Args:
        text: The reply as far as it has come.

    Example:
        >>> aloud("<think>A ferry?</think>It sails [1]. <thi"), aloud("A ferry?</think>It sails")
        ('It sails [1].', 'It sails')
    """
    if _CHANNEL.search(text):
        final = _FINAL.search(text)
        text = final[1].partition("<|")[0] if final else ""
    elif bare := _BARE_CHANNEL.match(text):
        text = text[bare.end() :] if bare[0].endswith("final") else ""
    text = _THOUGHT.sub(" ", text)
    text = _UNOPENED.sub(" ", text)
    return _UNFINISHED.sub("", text).strip()
