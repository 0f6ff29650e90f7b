"""PDFs made for tests, and what is read of them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from qa.letters import read_letter
from qa.letters.readers.blocks import Document
from qa.letters.readers.pdf import read_pdf
from qa.records import Letter

WIDTH, HEIGHT = 595, 842
BODY = [
    "Hierbij informeer ik uw Kamer over de stand van zaken van de waterkeringen in het noorden",
    "van het land en over de planning van de werken voor de komende jaren die volgen op dit jaar",
    "en over de middelen die daarvoor in de begroting van het ministerie zijn opgenomen voor het",
    "herstel van de dijken langs de rivieren en van de keringen in de havens aan onze lange kust.",
]


def shown(x: float, y: float, text: str, size: float = 10, font: str = "F1") -> str:
    """Operators that show a text, ``y`` counted from the foot of the page."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf {x} {y} Td ({escaped}) Tj ET\n"


def body(y: float = 700, x: float = 70) -> str:
    """Four lines of running text."""
    return "".join(shown(x, y - 12 * i, line) for i, line in enumerate(BODY))


def pdf(
    pages: Sequence[str], page: str = "", catalog: str = "", objects: Sequence[str] = ()
) -> bytes:
    """A PDF of content streams; ``objects`` get the numbers from 10 on."""
    first = 10 + len(objects)
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(len(pages)))
    made = {
        1: f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        2: f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        3: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        4: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
        5: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        6: _stream(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "1 begincodespacerange <00> <FF> endcodespacerange\n"
            "3 beginbfchar <41> <006600660069> <42> <F0B7> <43> <0131> endbfchar\n"
            "endcmap end end"
        ),
    }
    made.update({10 + i: one for i, one in enumerate(objects)})
    for i, content in enumerate(pages):
        number = first + 2 * i
        made[number] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents {number + 1} 0 R"
            f"/Resources<</Font<</F1 3 0 R/F2 4 0 R/F3 5 0 R>>/Properties<</L1 10 0 R>>>>{page}>>"
        )
        made[number + 1] = _stream(content)
    out = b"%PDF-1.7\n"
    places = {}
    for number, text in sorted(made.items()):
        places[number] = len(out)
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    start = len(out)
    size = max(made) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    for number in range(1, size):
        entry = f"{places[number]:010d} 00000 n \n" if number in places else "0000000000 65535 f \n"
        out += entry.encode()
    return out + f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()


def _stream(content: str) -> str:
    return f"<</Length {len(content.encode('latin-1'))}>>stream\n{content}\nendstream"


def read(pages: Sequence[str], **parts: object) -> Document:
    return read_pdf(pdf(pages, **parts), "brief.pdf")  # type: ignore[arg-type]


def text_of(document: Document) -> str:
    return "\n".join(block.text for block in document.blocks if block.kind != "furniture")


def left_out(document: Document) -> list[tuple[str, str]]:
    return [(b.left_out, b.text) for b in document.blocks if b.kind == "furniture"]


def letter(pages: Sequence[str], tmp_path_factory: pytest.TempPathFactory) -> Letter:
    path = tmp_path_factory.mktemp("pdf") / "brief.pdf"
    path.write_bytes(pdf(pages))
    return read_letter(path)
