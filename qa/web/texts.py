"""What the page says, in Dutch and English, and which of the two a reader gets.

Letters and quotes are never translated; messages of errors are English everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Language = Literal["nl", "en"]

EXAMPLES: tuple[str, ...] = (
    "Wat heeft Nederland toegezegd bij de UDCG?",
    "what did NL pledge at the UDCG",
    "Wie vertegenwoordigt de EU bij de NUC?",
    "When does the war enter its third year?",
)
"""Questions a newcomer can press, in both languages on either page."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Every string of the page in one language. ``{}`` is filled with ``str.format``."""

    lang: Language
    other_lang: Language
    other_language: str
    months: str  # twelve, with spaces between

    title: str
    lead: str
    question: str
    placeholder: str
    ask: str
    examples: str
    update: str
    build: str
    follow: str

    question_empty: str
    question_too_long: str
    question_unusable: str
    no_answer: str
    index_missing: str
    news_indexed: str
    news_failed: str
    follow_on: str
    news_left_out: str
    index_first: str
    index_building: str
    index_problem: str
    searched: str
    left_out: str

    letter_one: str
    letter_many: str
    paragraph_one: str
    paragraph_many: str
    passage_many: str
    quote_one: str
    quote_many: str
    page_one: str
    page_many: str

    found: str
    not_found: str
    asked_time: str
    asked_newest: str
    no_letter_of_time: str
    any_time: str
    span_from: str
    span_until: str
    newest: str
    also: str
    whole_list: str
    terms: str
    differs: dict[str, str]
    no_date: str
    dates_searched: str
    files_unread: str
    near: str
    near_explained: str
    nothing_near: str
    context: str
    verdicts: dict[str, str]
    lacks: str
    amounts: str
    as_written: str
    amount: str
    where: str
    sum_of: str
    not_normalised: str
    limits: dict[str, str]
    save: str
    save_page: str
    save_json: str
    around: str
    before: str
    after: str
    cite: str
    copied: str
    not_copied: str
    forms: dict[str, str]
    heading: str
    note: str
    signature: str
    letterhead: str
    row: str
    official: str
    other_passages: str
    score: str

    reading: str
    open_letter: str
    close_letter: str

    stage_read: str
    stage_embed: str
    stage_merge: str
    updating: str
    updated: str
    up_to_date: str
    added: str
    moved: str
    changed: str
    removed: str
    problems: str
    notices: str
    update_failed: str
    now_searched: str

    document: str
    reference: str
    sender: str
    sent: str
    dossier: str
    pages: str
    publication: str
    notes: str
    back_to_text: str
    new_page: str
    ask_letters: str
    letter_not_found: str
    bad_range: str
    bad_range_detail: str
    whole_letter: str
    cannot_show: str

    def count(self, number: int, noun: Literal["letter", "paragraph", "quote", "page"]) -> str:
        """Write a number with its noun: "1 letter", "11 alinea's"."""
        return f"{number} {getattr(self, f'{noun}_one' if number == 1 else f'{noun}_many')}"

    def day(self, day: date) -> str:
        """Write a date as readers of this language do: "15 februari 2024"."""
        return f"{day.day} {self.months.split()[day.month - 1]} {day.year}"

    def number(self, value: Decimal) -> str:
        """Write a number with this language's signs: "87.000.000" or "87,000,000"."""
        whole = value == value.to_integral_value()
        written = f"{value:,.0f}" if whole else f"{value:,.2f}"
        return written.translate(str.maketrans(",.", ".,")) if self.lang == "nl" else written

    def decimal(self, value: float) -> str:
        """Write a number with two decimals and this language's decimal sign."""
        written = f"{value:.2f}"
        return written.replace(".", ",") if self.lang == "nl" else written


NL = Texts(
    lang="nl",
    other_lang="en",
    other_language="English",
    months="januari februari maart april mei juni "
    "juli augustus september oktober november december",
    title="Vraag het de Kamerbrieven",
    lead="U krijgt de woorden van de brief zelf, met alinea en pagina. "
    "Er wordt niets bij verzonnen en niets verstuurd.",
    question="Uw vraag",
    placeholder="In het Nederlands of Engels",
    ask="Vraag",
    examples="Bijvoorbeeld",
    update="Index bijwerken",
    follow="Map volgen",
    build="Index maken",
    question_empty="Typ eerst een vraag, of kies een van de voorbeelden.",
    question_too_long="De vraag is {} tekens lang; maak er hoogstens {} van.",
    question_unusable="Met deze vraag kan niet worden gezocht:",
    no_answer="Er kan nu niet worden geantwoord:",
    news_indexed="Nu te vragen:",
    news_failed="Bijwerken mislukt en wordt opnieuw geprobeerd:",
    news_left_out="Niet gelezen:",
    follow_on="De map wordt gevolgd: wat erin komt is meteen te vragen.",
    index_missing="Er is nog geen index van de brieven. Zet brieven in de map {} "
    "en druk op “Index maken”.",
    index_first="Er kan nog niet worden geantwoord: maak eerst de index, met de knop hieronder.",
    index_building="De index wordt op dit moment gemaakt.",
    index_problem="De index kan niet worden gebruikt:",
    searched="Doorzoekt {} met {}.",
    left_out="Niet in de index",
    letter_one="brief",
    letter_many="brieven",
    paragraph_one="alinea",
    paragraph_many="alinea’s",
    passage_many="passages",
    quote_one="citaat",
    quote_many="citaten",
    page_one="pagina",
    page_many="pagina’s",
    found="{}, woordelijk uit de brieven",
    not_found="Niet gevonden in deze brieven",
    asked_time="“{}” is gelezen als: brieven {}.",
    asked_newest="“{}” is gelezen als: de nieuwste brief die antwoord geeft.",
    no_letter_of_time="Geen brief van “{}” geeft antwoord; daarom is in alle brieven gezocht.",
    any_time="Zoek in alle brieven",
    span_from="vanaf {}",
    span_until="tot en met {}",
    newest="nieuwste",
    also="Ook in:",
    whole_list="De hele opsomming",
    terms="Afkortingen:",
    differs={
        "amount": "Brieven noemen een ander bedrag",
        "date": "Brieven noemen een andere datum",
        "number": "Brieven noemen een ander getal",
    },
    no_date="zonder datum",
    dates_searched="De index heeft brieven van {} tot en met {}.",
    files_unread="{} bestanden staan niet in de index; zie hieronder.",
    near="Wel in de buurt",
    near_explained="Dit is geen antwoord; het zijn de passages die er het dichtst bij komen.",
    nothing_near="Er is ook geen passage die in de buurt komt.",
    context="Eerder in de brief:",
    verdicts={
        "announced": "Aangekondigd, nog niet geleverd",
        "expected": "Verwacht, nog niet zo",
        "possible": "Mogelijk, niet zeker",
        "conditional": "Onder een voorwaarde",
        "not yet": "Nog niet, zegt de brief",
        "denied": "Ontkennend gezegd",
        "asked": "Een vraag die de brief herhaalt",
    },
    lacks="dit citaat noemt niet: {}",
    amounts="Bedragen in de citaten",
    as_written="In de brief",
    amount="Bedrag",
    where="Citaat",
    sum_of="Som van de {} bedragen in citaat {}",
    not_normalised="niet eenduidig",
    limits={"at most": "ten hoogste", "at least": "ten minste", "about": "ongeveer"},
    save="Antwoord bewaren:",
    save_page="om te lezen (HTML)",
    save_json="om na te gaan (JSON)",
    around="Alinea’s ervoor en erna",
    before="Ervoor",
    after="Erna",
    cite="Citeren",
    copied="Gekopieerd: {}",
    not_copied="Kopiëren lukt niet in deze browser",
    forms={
        "reference": "Vindplaats",
        "markdown": "Markdown",
        "html": "HTML",
        "bibtex": "BibTeX",
        "ris": "RIS",
        "csl-json": "CSL-JSON",
        "docx": "Word-voetnoot",
    },
    heading="kop",
    note="noot {}",
    signature="ondertekening",
    letterhead="briefhoofd",
    row="tabelrij",
    official="Officiële publicatie",
    other_passages="Andere gevonden passages ({})",
    score="score {}",
    reading="De brief",
    open_letter="Los openen",
    close_letter="Sluiten",
    stage_read="Brieven lezen",
    stage_embed="Passages verwerken",
    stage_merge="Index opruimen",
    updating="De index wordt bijgewerkt …",
    updated="De index is bijgewerkt.",
    up_to_date="De index was al bij; er is niets veranderd.",
    added="Nieuw",
    moved="Verplaatst",
    changed="Gewijzigd",
    removed="Verwijderd",
    problems="Overgeslagen",
    notices="Opgemerkt",
    update_failed="De index is niet bijgewerkt.",
    now_searched="Nu te doorzoeken: {} met {}.",
    document="Document",
    reference="Vindplaats",
    sender="Afzender",
    sent="Datum",
    dossier="Dossier",
    pages="Omvang",
    publication="Publicatie",
    notes="Noten",
    back_to_text="terug naar de tekst",
    new_page="pagina {}",
    ask_letters="Stel een vraag",
    letter_not_found="Deze brief is er niet",
    bad_range="Deze plaats is er niet in de brief",
    bad_range_detail="“{}” wijst geen woorden aan in deze brief van {} tekens.",
    whole_letter="Toon de brief",
    cannot_show="De brief kan niet worden getoond",
)

EN = Texts(
    lang="en",
    other_lang="nl",
    other_language="Nederlands",
    months="January February March April May June July August September October November December",
    title="Ask the Kamerbrieven",
    lead="You get the letter’s own words in Dutch, with paragraph and page. "
    "Nothing is made up and nothing is sent anywhere.",
    question="Your question",
    placeholder="In English or Dutch",
    ask="Ask",
    examples="For example",
    update="Update the index",
    follow="Follow the folder",
    build="Build the index",
    question_empty="Type a question first, or pick one of the examples.",
    question_too_long="The question is {} characters long; keep it to {} at most.",
    question_unusable="This question cannot be searched with:",
    no_answer="No answer can be given now:",
    news_indexed="Can be asked now:",
    news_failed="Updating failed and is tried again:",
    news_left_out="Not read:",
    follow_on="The folder is followed: what comes into it can be asked at once.",
    index_missing="There is no index of the letters yet. Put letters in the folder {} "
    "and press “Build the index”.",
    index_first="Nothing can be answered yet: build the index first, with the button below.",
    index_building="The index is being built at this moment.",
    index_problem="The index cannot be used:",
    searched="Searches {} with {}.",
    left_out="Not in the index",
    letter_one="letter",
    letter_many="letters",
    paragraph_one="paragraph",
    paragraph_many="paragraphs",
    passage_many="passages",
    quote_one="quote",
    quote_many="quotes",
    page_one="page",
    page_many="pages",
    found="{}, verbatim from the letters",
    not_found="Not found in these letters",
    asked_time="“{}” was read as: letters {}.",
    asked_newest="“{}” was read as: the newest letter that answers.",
    no_letter_of_time="No letter of “{}” answers, so all letters were searched.",
    any_time="Search all letters",
    span_from="from {}",
    span_until="up to {}",
    newest="newest",
    also="Also in:",
    whole_list="The whole list",
    terms="Abbreviations:",
    differs={
        "amount": "Letters name another amount",
        "date": "Letters name another date",
        "number": "Letters name another number",
    },
    no_date="no date",
    dates_searched="The index has letters of {} to {}.",
    files_unread="{} files are not in the index; see below.",
    near="Nearest passages",
    near_explained="These are not an answer, only what comes nearest.",
    nothing_near="No passage comes near either.",
    context="Earlier in the letter:",
    verdicts={
        "announced": "Announced, not delivered",
        "expected": "Expected, not yet so",
        "possible": "Possible, not certain",
        "conditional": "Under a condition",
        "not yet": "Not yet, says the letter",
        "denied": "Said in the negative",
        "asked": "A question that the letter repeats",
    },
    lacks="this quote does not name: {}",
    amounts="Amounts in the quotes",
    as_written="In the letter",
    amount="Amount",
    where="Quote",
    sum_of="Sum of the {} amounts in quote {}",
    not_normalised="cannot be told",
    limits={"at most": "at most", "at least": "at least", "about": "about"},
    save="Save this answer:",
    save_page="to read (HTML)",
    save_json="to check (JSON)",
    around="Paragraphs before and after",
    before="Before",
    after="After",
    cite="Cite",
    copied="Copied: {}",
    not_copied="This browser does not let it be copied",
    forms={
        "reference": "Reference",
        "markdown": "Markdown",
        "html": "HTML",
        "bibtex": "BibTeX",
        "ris": "RIS",
        "csl-json": "CSL-JSON",
        "docx": "Word footnote",
    },
    heading="heading",
    note="note {}",
    signature="signature",
    letterhead="letterhead",
    row="table row",
    official="Official publication",
    other_passages="Other passages found ({})",
    score="score {}",
    reading="The letter",
    open_letter="Open by itself",
    close_letter="Close",
    stage_read="Reading letters",
    stage_embed="Embedding passages",
    stage_merge="Tidying the index",
    updating="Updating the index …",
    updated="The index is up to date.",
    up_to_date="The index was up to date already; nothing has changed.",
    added="New",
    moved="Moved",
    changed="Changed",
    removed="Removed",
    problems="Left out",
    notices="Noticed",
    update_failed="The index was not updated.",
    now_searched="Now searched: {} with {}.",
    document="Document",
    reference="Reference",
    sender="Sender",
    sent="Date",
    dossier="Dossier",
    pages="Length",
    publication="Publication",
    notes="Notes",
    back_to_text="back to the text",
    new_page="page {}",
    ask_letters="Ask a question",
    letter_not_found="There is no such letter",
    bad_range="There is no such place in the letter",
    bad_range_detail="“{}” points to no words in this letter of {} characters.",
    whole_letter="Show the letter",
    cannot_show="The letter cannot be shown",
)

TEXTS: dict[Language, Texts] = {"nl": NL, "en": EN}


def choose_texts(accept_language: str | None, asked: str | None = None) -> Texts:
    """Return the texts a reader gets.

    Args:
        accept_language: The browser's Accept-Language header.
        asked: A language asked for outright, such as by ``?lang=nl``; others are passed over.

    Returns:
        The language asked for, else the one of the two that the browser ranks highest, else
        English: who reads neither is helped more by it.
    """
    for known in TEXTS:
        if asked == known:
            return TEXTS[known]
    ranked = sorted(_ranked(accept_language or ""), key=lambda pair: -pair[1])
    for tag, weight in ranked:
        for known in TEXTS:
            if weight > 0 and tag.split("-")[0] == known:
                return TEXTS[known]
    return EN


def _ranked(accept_language: str) -> list[tuple[str, float]]:
    """Cut "nl-NL,nl;q=0.9" into tags with their weights; an unreadable weight counts as 0."""
    found = []
    for part in accept_language.split(","):
        tag, _, parameter = part.strip().partition(";")
        weight = parameter.strip().removeprefix("q=") or "1"
        try:
            found.append((tag.strip().lower(), float(weight)))
        except ValueError:
            found.append((tag.strip().lower(), 0.0))
    return found
