"""A stand-in for the service of official publications: records and files of our own making.

Serves SRU pages at /sru and files at /files/<name>; what it answers to a path can be scripted.
"""

from __future__ import annotations

import io
import threading
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

NAMESPACES = (
    'xmlns:sru="http://docs.oasis-open.org/ns/search-ws/sruResponse" '
    'xmlns:gzd="http://standaarden.overheid.nl/sru" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:ow="http://standaarden.overheid.nl/wetgeving/" '
    'xmlns:diag="http://docs.oasis-open.org/ns/search-ws/diagnostic"'
)
XML = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<officiele-publicatie><kamerstuk>'
    b"<al>De proef met de veerpont begint in mei.</al></kamerstuk></officiele-publicatie>"
)
HTML = (
    b"<!DOCTYPE html><html><head><title>Brief over de veerpont</title></head>"
    b"<body><p>De proef met de veerpont begint in mei.</p></body></html>"
)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
NOT_FOUND = (
    b"<!DOCTYPE html><html><head><title>404: Pagina niet gevonden</title></head>"
    b"<body><h1>404: Pagina niet gevonden</h1></body></html>"
)


def odt() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        file.writestr("content.xml", "<office/>")
    return kept.getvalue()


FILES = {"xml": XML, "html": HTML, "odt": odt(), "pdf": PDF}


def record_xml(doc_id: str, urls: dict[str, str], **changed: str) -> str:
    """A record as the service writes it; ``changed`` are values by their element's name."""
    number = doc_id.rpartition("-")[2]
    values = {
        "title": f"De veerpont; Brief; Brief nummer {number}",
        "modified": "2024-03-02",
        "creator": "Tweede Kamer der Staten-Generaal",
        "type": "Kamerstuk",
        "subrubriek": "Brief",
        **changed,
    }
    items = "".join(
        f'<gzd:itemUrl manifestation="{form}">{escape(url)}</gzd:itemUrl>'
        for form, url in urls.items()
    )
    dossiers = "".join(
        f"<ow:dossiernummer>{part}</ow:dossiernummer>"
        for part in values.get("dossiers", "99101").split()
    )
    return f"""<sru:record><sru:recordData><gzd:gzd><gzd:originalData><ow:meta><ow:owmskern>
    <dcterms:identifier>{escape(doc_id)}</dcterms:identifier>
    <dcterms:title>{values["title"]}</dcterms:title><dcterms:language>nl</dcterms:language>
    <dcterms:type scheme="OVERHEIDop.Parlementair">{values["type"]}</dcterms:type>
    <dcterms:creator>{values["creator"]}</dcterms:creator>
    <dcterms:modified>{values["modified"]}</dcterms:modified></ow:owmskern>
    <ow:owmsmantel><dcterms:available>2024-03-02</dcterms:available>
    <dcterms:date>2024-03-01</dcterms:date><dcterms:issued>2024-03-01</dcterms:issued>
    </ow:owmsmantel><ow:tpmeta><ow:documenttitel>Brief nummer {number}</ow:documenttitel>
    <ow:dossiertitel>De veerpont</ow:dossiertitel><ow:indiener>A. Jansen</ow:indiener>
    <ow:ondernummer>{number}</ow:ondernummer><ow:vergaderjaar>2023-2024</ow:vergaderjaar>
    {dossiers}<ow:subrubriek scheme="OVERHEIDop.KamerstukTypen">{values["subrubriek"]}
    </ow:subrubriek></ow:tpmeta></ow:meta></gzd:originalData>
    <gzd:enrichedData>{items}</gzd:enrichedData></gzd:gzd></sru:recordData></sru:record>"""


def answer_xml(records: list[str], total: int | str | None = None) -> bytes:
    count = len(records) if total is None else total
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><sru:searchRetrieveResponse {NAMESPACES}>'
        f"<sru:numberOfRecords>{count}</sru:numberOfRecords>"
        f"<sru:records>{''.join(records)}</sru:records></sru:searchRetrieveResponse>"
    ).encode()


def diagnostic_xml(records: list[str]) -> bytes:
    """An answer that leaves a clause out of the query, says so, and counts on."""
    diagnostic = (
        "<sru:diagnostics><diag:diagnostic><diag:message>Query syntax error</diag:message>"
        "<diag:details>dt.modified</diag:details></diag:diagnostic></sru:diagnostics>"
    )
    return answer_xml(records).replace(b"<sru:records>", f"{diagnostic}<sru:records>".encode())


@dataclass
class Clock:
    """Time that passes only by sleeping, and by ``step`` whenever someone looks."""

    now: float = 0.0
    step: float = 0.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        self.now += self.step
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass
class Service:
    """Records by id, files by name, and scripted answers by path, each used once, in order."""

    server: HTTPServer
    records: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    scripts: dict[str, list[Response]] = field(default_factory=dict)
    always: dict[str, Response] = field(default_factory=dict)
    page: int = 1000
    total: int | str | None = None
    log: list[Request] = field(default_factory=list)
    most_at_once: int = 0
    _now: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return self.server.url_for("/sru")

    def add(self, doc_id: str, forms: str = "xml html odt pdf", **changed: str) -> None:
        """Publish a letter in these forms, each good."""
        names = {form: f"{doc_id}.{form}" for form in forms.split()}
        self.files.update({name: FILES[form] for form, name in names.items()})
        urls = {form: self.server.url_for(f"/files/{name}") for form, name in names.items()}
        self.records[doc_id] = record_xml(doc_id, urls, **changed)

    @property
    def asked(self) -> list[str]:
        """Names of the files that were asked for, in order."""
        return [r.path.removeprefix("/files/") for r in self.log if r.path.startswith("/files/")]

    @property
    def queries(self) -> list[dict[str, str]]:
        return [r.args.to_dict() for r in self.log if r.path == "/sru"]

    def answer(self, request: Request) -> Response:
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        try:
            self.log.append(request)
            return self._answer(request)
        finally:
            with self._lock:
                self._now -= 1

    def _answer(self, request: Request) -> Response:
        name = request.path.removeprefix("/files/")
        if self.scripts.get(name):
            return self.scripts[name].pop(0)
        if name in self.always:
            return self.always[name]
        if request.path == "/sru":
            start = int(request.args["startRecord"]) - 1
            size = min(self.page, int(request.args["maximumRecords"]))
            every = list(self.records.values())
            total = len(every) if self.total is None else self.total
            return Response(answer_xml(every[start : start + size], total))
        known = name in self.files
        return Response(self.files[name] if known else NOT_FOUND, status=200 if known else 404)
