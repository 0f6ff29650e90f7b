"""The list of Dutch words that decides line-end hyphens: counted in government text.

    python -m training.words [--text dutch.txt.gz]

Writes ``qa/letters/words.txt.gz``: folded words, with their genuine hyphens, that occur at least
`LEAST` times. Words and counts are facts; no sentence of the source is kept.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections import Counter
from pathlib import Path

from qa.text.folding import fold

ROOT = Path(__file__).resolve().parent.parent
TEXT = ROOT.parent / "shared" / "training" / "dutch.txt.gz"
WORDS = ROOT / "qa" / "letters" / "words.txt.gz"
LEAST = 3  # a slip of the pen is rarely made three times
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--text", type=Path, default=TEXT)
    given = parser.parse_args()
    counts: Counter[str] = Counter()
    with gzip.open(given.text, "rt", encoding="utf-8") as lines:
        for line in lines:
            counts.update(fold(word) for word in _WORD.findall(line))
    kept = sorted(word for word, count in counts.items() if count >= LEAST and len(word) > 2)
    WORDS.write_bytes(gzip.compress("\n".join(kept).encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
