"""Web pages: the letter and not the frame, what is seen and not what is hidden."""

from __future__ import annotations

import pytest
from reading import letter_of

from qa.records import Letter

HEAD = (
    "<p>Aan de Voorzitter van de Tweede Kamer der Staten-Generaal</p><p>Den Haag, 12 maart 2024</p>"
)


def read(body: str, head: str = "") -> Letter:
    page = (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    )
    return letter_of(page.encode(), "brief.html")


def paragraphs(letter: Letter) -> list[str]:
    return [one.text for one in letter.units if one.kind == "paragraph"]


def left_out(letter: Letter, kind: str) -> list[str]:
    return [one.text for one in letter.left_out if one.kind == kind]


@pytest.mark.parametrize(
    "hidden",
    ['<b style="display: none">oud</b>', "<b hidden>oud</b>", '<b class="weg">oud</b>',
     '<b style="visibility:hidden">oud</b>', '<b class="sr-only">oud</b>', '<b id="een">oud</b>',
     '<b style="font-size:0">oud</b>'],
)  # fmt: skip
def test_hidden_words_are_not_quoted(hidden: str) -> None:
    style = "<style>b.weg, .x {display:none} #een { visibility: hidden }</style>"
    letter = read(f"{HEAD}<p>De {hidden} veerboot vaart.</p>", style)
    assert paragraphs(letter) == ["De veerboot vaart."]
    assert left_out(letter, "hidden") == ["oud"]


@pytest.mark.parametrize(
    "struck",
    ["<s>25</s>", "<del>25</del>", "<strike>25</strike>", '<i class="d">25</i>',
     '<i style="text-decoration: line-through">25</i>'],
)  # fmt: skip
def test_struck_words_are_not_quoted(struck: str) -> None:
    letter = read(
        f"{HEAD}<p>Dat kost {struck} 40 euro.</p>",
        "<style>.d {text-decoration:line-through}</style>",
    )
    assert paragraphs(letter) == ["Dat kost 40 euro."]
    assert left_out(letter, "struck") == ["25"]


def test_what_is_hidden_only_on_paper_is_seen() -> None:
    style = "<style>@media print {.a {display:none}} @media screen {.b {display:none}}</style>"
    letter = read(f'{HEAD}<p class="a">Te zien.</p><p class="b">Niet te zien.</p>', style)
    assert paragraphs(letter) == ["Te zien."]


def test_the_frame_of_a_site_is_left_out_and_named_so() -> None:
    letter = read(
        "<header>Rijksoverheid</header><nav><a>Home</a></nav><main><article><header><h1>Kamerbrief "
        "over veren</h1><dl><dt>Datum</dt><dd>12 maart 2024</dd></dl></header><p>De veren varen "
        "weer.</p></article></main><aside>Zie ook</aside><footer>Contact</footer>"
    )
    assert paragraphs(letter) == ["De veren varen weer."]
    assert set(left_out(letter, "site")) == {"Rijksoverheid", "Home", "Zie ook", "Contact"}
    assert str(letter.metadata.date) == "2024-03-12"
    assert letter.metadata.subject == "Kamerbrief over veren"


@pytest.mark.parametrize("wrapper", ["form", "center", "font", "my-element"])
def test_a_letter_in_any_wrapper_is_read(wrapper: str) -> None:
    letter = read(f"<{wrapper}>{HEAD}<p>Een.</p><p>Twee.</p></{wrapper}>")
    assert paragraphs(letter) == ["Een.", "Twee."]
    assert str(letter.metadata.date) == "2024-03-12"


def test_two_line_breaks_part_paragraphs_and_one_is_a_space() -> None:
    letter = read(f"<div>{HEAD}Een<br>en meer.<br> <br/>Twee.</div>")
    assert paragraphs(letter) == ["Een en meer.", "Twee."]


def test_raised_digits_and_marks_of_notes_are_told_apart() -> None:
    letter = read(
        f"{HEAD}<p>Er is 10<sup>6</sup> m<sup>2</sup> CO<sub>2</sub>."
        "<sup><a href='#fn1'>1</a></sup></p>"
        "<section><ol><li id='fn1'><p>Een noot.</p></li></ol></section>"
    )
    assert paragraphs(letter) == ["Er is 10⁶ m² CO₂."]
    (note,) = [one for one in letter.units if one.kind == "note"]
    assert (note.text, note.printed, len(letter.marks)) == ("Een noot.", "1", 1)


def test_items_keep_their_paragraphs_and_inner_lists() -> None:
    letter = read(
        f"{HEAD}<ol><li><p>Een.</p><p>Vervolg.</p></li><li><div>Twee:<ul><li>a</li></ul></div></li></ol>"
    )
    assert paragraphs(letter) == ["1. Een.", "Vervolg.", "2. Twee:", "– a"]


def test_a_table_that_only_places_the_letter_is_no_table() -> None:
    cells = "".join(f"<p>Alinea {n} over de sluis.</p>" for n in range(4))
    letter = read(f"<table><tr><td>Menu</td><td>{HEAD}{cells}</td></tr></table>")
    assert paragraphs(letter)[-1] == "Alinea 3 over de sluis."
    assert not [one for one in letter.units if one.kind == "row"]


def test_the_date_of_a_page_counts_only_where_the_letter_has_none() -> None:
    data = '<script type="application/ld+json">{"datePublished": "2024-03-15"}</script>'
    assert str(read(f"{HEAD}<p>De sluis.</p>", data).metadata.date) == "2024-03-12"
    undated = read("<p>De sluis is open.</p>", data)
    assert str(undated.metadata.date) == "2024-03-15"
    assert undated.metadata.found["date"] == "web page"


def test_a_date_alone_under_the_title_is_the_letters() -> None:
    for date in ("Den Haag, 5 maart 2024", "5 maart 2024"):
        letter = read(f"<h1>Kering</h1><p>{date}</p><p>De kering is klaar.</p>")
        assert str(letter.metadata.date) == "2024-03-05"
    inside = read("<h1>Kering</h1><p>Op 5 maart 2024 is de kering klaar.</p>")
    assert inside.metadata.date is None


def test_rules_for_what_stands_in_something_count_and_the_last_rule_wins() -> None:
    style = (
        "<style>.doc .weg, div.x > i {display:none} u {display:none} .a {display:none} "
        ".a {display:inline} @media all and (min-width: 100px) {.m {display:none}}</style>"
    )
    letter = read(
        f'<div class="doc x">{HEAD}<p>De <b class="weg">oude</b><i>rode</i><u>lege</u>'
        '<b class="m">vierde</b> <b class="a">eerste</b> dijk.</p></div><p class="weg">Slot.</p>',
        style,
    )
    assert paragraphs(letter) == ["De eerste dijk.", "Slot."]


def test_a_page_that_names_no_code_is_counted_as_it_is_read() -> None:
    for text, code in (("De coöperatie is één.", "utf-8"), ("Dat kost “€ 5”.", "windows-1252")):
        page = f"<html><body><p>{text}</p></body></html>"
        assert paragraphs(letter_of(page.encode(code), "b.html")) == [text]


@pytest.mark.parametrize(
    "rule",
    ["@supports (display: grid) {{{}}}", "@media screen {{{}}}", "@layer page {{{}}}",
     "@media (min-width: 40em) {{{}}}", "@media print, screen {{ @supports (a: b) {{{}}} }}",
     "@import 'x.css'; @layer a, b; {}", "@media not print {{{}}}", "@font-face {{ src: x }} {}"],
)  # fmt: skip
def test_rules_within_rules_that_hold_on_a_screen_count(rule: str) -> None:
    style = f"<style>{rule.format('.weg {display:none}')}</style>"
    assert paragraphs(read(f'{HEAD}<p>De <b class="weg">oude</b> kade.</p>', style)) == ["De kade."]


@pytest.mark.parametrize(
    "rule",
    ["@media print {{{}}}", "@media (max-width: 600px) {{{}}}", "@supports not (a: b) {{{}}}",
     "@media not screen {{{}}}", "@media print {{ @supports (a: b) {{{}}} }}",
     ".x {{ display: inline }} @layer a {{{}}}", ".y {{ color: red; {} }}"],
)  # fmt: skip
def test_rules_within_rules_that_do_not_hold_on_a_screen_do_not_count(rule: str) -> None:
    style = f"<style>{rule.format('.x {display:none}')} .z {{display:none}}</style>"
    letter = read(f'{HEAD}<p class="y">De <b class="x">oude</b> <i class="z">x</i>kade.</p>', style)
    assert paragraphs(letter) == ["De oude kade."]
    paper = "<style media='print'>.x {display:none}</style>"
    assert paragraphs(read(f'{HEAD}<p class="x">De kade.</p>', paper)) == ["De kade."]


ONE, TWO = "De kade is dicht", "en de brug open"
GENERATORS = {
    "word": (
        "<p>{one}<a href='#_edn1' name='_ednref1'><span><sup>[1]</sup></span></a> "
        "{two}.<a href='#_edn2' name='_ednref2'>[2]</a></p><div><hr>"
        "<div id='edn1'><p><a href='#_ednref1' name='_edn1'>[1]</a> {a}</p></div>"
        "<div id='edn2'><p><a href='#_ednref2' name='_edn2'>[2]</a> {b}</p></div></div>"
    ),
    "word, roman": (
        "<p>{one}<a href='#_edn1' name='_ednref1'>[i]</a> {two}.<a href='#_edn2' name='_ednref2'>"
        "[ii]</a></p><div id='edn1'><p><a href='#_ednref1' name='_edn1'>[i]</a> {a}</p></div>"
        "<div id='edn2'><p><a href='#_ednref2' name='_edn2'>[ii]</a> {b}</p></div>"
    ),
    "libreoffice": (
        "<p>{one}<a class='sdfootnoteanc' name='sdfootnote1anc' href='#sdfootnote1sym'><sup>1</sup>"
        "</a> {two}.<a name='sdfootnote2anc' href='#sdfootnote2sym'><sup>2</sup></a></p>"
        "<div id='sdfootnote1'><p>"
        "<a name='sdfootnote1sym' href='#sdfootnote1anc'>1</a>{a}</p></div>"
        "<div id='sdfootnote2'><p>"
        "<a name='sdfootnote2sym' href='#sdfootnote2anc'>2</a>{b}</p></div>"
    ),
    "pandoc": (
        "<p>{one}<a href='#fn1' id='fnref1' role='doc-noteref'><sup>1</sup></a> {two}.<a "
        "href='#fn2' id='fnref2' role='doc-noteref'><sup>2</sup></a></p>"
        "<aside role='doc-endnotes'><hr><ol>"
        "<li id='fn1'><p>{a}<a href='#fnref1' role='doc-backlink'>↩︎</a></p></li>"
        "<li id='fn2'><p>{b}<a href='#fnref2' role='doc-backlink'>↩︎</a></p></li></ol></aside>"
    ),
    "wordpress": (
        "<p>{one}<sup class='fn'><a href='#9b1c' id='9b1c-link'>1</a></sup> {two}.<sup><a "
        "href='#77ad' id='77ad-link'>2</a></sup></p><ol><li id='9b1c'>{a} <a href='#9b1c-link'>↩︎"
        "</a></li><li id='77ad'>{b} <a href='#77ad-link'>terug</a></li></ol>"
    ),
    "dokuwiki": (
        "<p>{one}<sup><a href='#fn__1' id='fnt__1'>1)</a></sup> {two}.<sup><a href='#fn__2' "
        "id='fnt__2'>2)</a></sup></p><div class='footnotes'>"
        "<div class='fn'><sup><a href='#fnt__1' id='fn__1'>1)</a></sup> <div>{a}</div></div>"
        "<div class='fn'><sup><a href='#fnt__2' id='fn__2'>2)</a></sup> <div>{b}</div></div></div>"
    ),
    "mediawiki": (
        "<p>{one}<sup id='cite_ref-1'><a href='#cite_note-1'><span>[</span>1<span>]</span></a>"
        "</sup> {two}.<sup id='cite_ref-2'><a href='#cite_note-2'>[2]</a></sup></p><ol>"
        "<li id='cite_note-1'><span>↑ <a href='#cite_ref-1'>1,0</a></span> <span>{a}</span></li>"
        "<li id='cite_note-2'><b><a href='#cite_ref-2'>↑</a></b> <span>{b}</span></li></ol>"
    ),
    "markdown": (
        "<p>{one}<sup id='fnref:1'><a href='#fn:1'>1</a></sup> {two}.<sup id='fnref:2'><a "
        "href='#fn%3A2'>2</a></sup></p><div class='footnote'><hr><ol><li id='fn:1'><p>{a}&#160;<a "
        "href='#fnref:1'>↩</a></p></li><li id='fn:2'><p>{b}&#160;<a href='#fnref:2'>↩</a></p></li>"
        "</ol></div>"
    ),
    "by hand": (
        "<p>{one}<a id='nr1' href='#n1'>1</a> {two}.<a id='nr2' href='#n2'>(2)</a></p>"
        "<p id='n1'><a href='#nr1'>1</a>. {a}</p><p id='n2'><a href='#nr2'>2</a>. {b}</p>"
    ),
    "in a table": (
        "<p>{one}<sup><a href='#t1'>1</a></sup> {two}.<sup><a href='#t2'>2</a></sup></p><table>"
        "<tr><td><a name='t1'>1</a></td><td>{a}</td></tr><tr><td><a name='t2'>2</a></td><td>{b}"
        "</td></tr></table>"
    ),
    "no links, raised": (
        "<p>{one}<sup>1</sup> {two}.<sup>2</sup></p><p><sup>1</sup> {a}</p><p><sup>2</sup> {b}</p>"
    ),
    "no links, a list": (
        "<p>{one}<sup>1</sup> {two}.<sup><b>2</b></sup></p><h2>Noten</h2><ol><li>{a}</li><li>{b}"
        "</li></ol>"
    ),
    "no links, by hand": (
        "<p>{one}<sup>1</sup> {two}.<sup>2</sup></p><p><strong>Voetnoten</strong></p><p>[1] {a}</p>"
        "<p>[2] {b}</p>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GENERATORS)
def test_notes_of_any_generator_are_notes(name: str) -> None:
    said = {"a": "15 maart was een vrijdag.", "b": "Zie Kamerstuk 99 701."}
    letter = read(HEAD + GENERATORS[name].format(one=ONE, two=TWO, **said))
    assert paragraphs(letter) == [f"{ONE} {TWO}."]
    notes = [one for one in letter.units if one.kind == "note"]
    assert [one.text for one in notes] == [said["a"], said["b"]]
    assert [one.printed for one in notes] == (["i", "ii"] if "roman" in name else ["1", "2"])
    assert [mark.note for mark in letter.marks] == [one.label for one in notes]
    assert [letter.text[: mark.offset].split()[-1] for mark in letter.marks] == ["dicht", "open."]


def test_what_leads_back_from_a_note_is_in_the_ledger() -> None:
    letter = read(HEAD + GENERATORS["markdown"].format(one=ONE, two=TWO, a="Een.", b="Twee."))
    assert left_out(letter, "decoration") == ["↩", "↩"]


def test_powers_stay_numbers_where_the_page_has_notes() -> None:
    letter = read(
        f"{HEAD}<p>Op 10<sup>2</sup> m<sup>2</sup> en 5 km<sup>2</sup> in 2023<sup>1</sup> groeit x"
        "<sup>2</sup> gras<sup>2</sup>.</p><p><sup>1</sup> Een.</p><p><sup>2</sup> Twee.</p>"
    )
    assert paragraphs(letter) == ["Op 10² m² en 5 km² in 2023 groeit x² gras."]
    assert len(letter.marks) == 2


def test_raised_digits_are_never_digits_of_a_number() -> None:
    letter = read(
        f"{HEAD}<p>In 2023<sup><span>1</span></sup> en 2024<sup><a href='#weg'>2</a></sup>, kade"
        "<sup>1,2</sup> en dijk<span style='vertical-align: super'>3</span>.</p>"
    )
    assert paragraphs(letter) == ["In 2023¹ en 2024², kade¹,² en dijk³."]
    assert paragraphs(read(f"{HEAD}<p>Dat is 10<sup>1,5</sup>.</p>")) == ["Dat is 10^1,5."]


def test_the_mark_of_a_hidden_note_is_a_raised_number() -> None:
    letter = read(
        f"{HEAD}<p>De kade<sup><a href='#n1'>1</a></sup>.</p><p id='n1' hidden>1 Een noot.</p>"
    )
    assert (paragraphs(letter), left_out(letter, "hidden")) == (["De kade¹."], ["1 Een noot."])


def test_words_in_pictures_and_loose_in_lists_are_not_lost() -> None:
    letter = read(f"{HEAD}<p>Zie <svg><text>Tiel</text></svg>.</p><dl><p>Los.</p><dt>Een</dt></dl>")
    assert left_out(letter, "decoration") == ["Tiel"]
    assert paragraphs(letter) == ["Zie .", "Los.", "Een"]


def test_links_to_numbered_parts_are_no_marks_of_notes() -> None:
    letter = read(
        f"{HEAD}<ul><li><a href='#d1'>1</a> Kades</li></ul><p>Zie deel <a href='#d1'>1</a>.</p>"
        "<div id='d1'><h2>1 Kades</h2><p>De kade is dicht.</p></div>"
    )
    assert paragraphs(letter) == ["– 1 Kades", "Zie deel 1.", "De kade is dicht."]
    assert not letter.marks


@pytest.mark.parametrize(
    "part",
    ["<div class='share-buttons'>Deel deze pagina <a>X</a> <a>LinkedIn</a> <a>Mail</a></div>",
     "<div id='social'><a>Facebook</a> <a>X</a></div>", "<div class='share'>Deel deze pagina</div>",
     "<section aria-label='Zie ook'><h2>Zie ook</h2><p>Kade in Tiel</p></section>",
     "<div class='block related'><h2>Gerelateerd</h2><ul><li><a>Kade in Tiel</a></li></ul></div>",
     "<ol class='breadcrumb'><li><a>Home</a></li><li>Kades</li></ol>",
     "<p class='kruimelpad'>U bevindt zich hier: <a>Home</a> <a>Brieven</a></p>",
     "<div class='cookie-banner'>Deze site gebruikt cookies. <button>Goed</button></div>",
     "<a class='skip-link' href='#x'>Direct naar de inhoud</a>",
     "<div class='pagination'><a>1</a> <a>2</a> <a>Volgende</a></div>",
     "<div class='newsletter'>Schrijf u in <form><input></form></div>",
     "<div class='feedback'><p>Was deze pagina nuttig?</p><p>Ja</p><p>Nee</p></div>",
     "<div role='navigation'>Brieven</div>"],
)  # fmt: skip
def test_the_frame_within_the_main_part_is_the_sites(part: str) -> None:
    text = "De kade in Tiel is dicht tot het najaar, en het herstel ervan duurt tot in de winter."
    letter = read(f"<main>{HEAD}{part}<p>{text}</p></main>")
    assert paragraphs(letter) == [text]
    assert left_out(letter, "site")


@pytest.mark.parametrize(
    "wrapper",
    ["<div class='shared-document'>{}</div>", "<p class='relatedness'>{}</p>",
     "<div class='share'>{}</div>", "<section class='related' aria-label='Related'>{}</section>",
     "<div role='dialog'>{}</div>", "<div>En verder.<p class='feedback'>{}</p></div>",
     "<p><span class='share'>De kade</span> is dicht.</p><p class='social'>{}</p>"],
)  # fmt: skip
def test_a_letter_in_an_element_with_a_sites_name_is_read(wrapper: str) -> None:
    text = "Feedback van de buurt leert dat de kade te lang dicht is."
    assert text in paragraphs(read(f"<main>{HEAD}{wrapper.format(text)}</main>"))


FACTS = [("Datum", "12-03-2024"), ("Onderwerp", "Kade in Tiel"), ("Ons kenmerk", "IENW/2024/12"),
         ("Documenttype", "Kamerstuk"), ("Publicatiedatum", "15 maart 2024")]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "one"),
    [("<dl>{}</dl>", "<dt>{}</dt><dd>{}</dd>"),
     ("<dl>{}</dl>", "<div><dt>{}:</dt><dd>{}</dd></div>"),
     ("<table>{}</table>", "<tr><th>{}</th><td>{}</td></tr>"),
     ("<table>{}</table>", "<tr><td>{}:</td><td><p>{}</p></td></tr>"),
     ("{}", "<p><strong>{}:</strong> {}</p>"), ("{}", "<p><b>{}</b>: {}</p>"),
     ("<p>{}</p>", "<strong>{}:</strong> {}<br>")],
)  # fmt: skip
def test_facts_under_the_title_are_the_letters(form: str, one: str) -> None:
    facts = form.format("".join(one.format(*fact) for fact in FACTS))
    letter = read(f"<h1>Brief aan de Kamer</h1>{facts}<p>De kade in Tiel is dicht.</p>")
    told = letter.metadata
    assert (str(told.date), told.subject) == ("2024-03-12", "Kade in Tiel")
    assert told.kenmerk == "IENW/2024/12"
    assert paragraphs(letter) == ["De kade in Tiel is dicht."]


def test_a_day_of_publication_counts_where_no_other_is_given() -> None:
    facts = "<dl><dt>Type</dt><dd>Brief</dd><dt>Publicatiedatum</dt><dd>15 March 2024</dd></dl>"
    letter = read(f"<h1>Kade in Tiel</h1>{facts}<p>De kade is dicht.</p>")
    assert (str(letter.metadata.date), letter.metadata.subject) == ("2024-03-15", "Kade in Tiel")
    letter = read(f"<h1>Kade in Tiel</h1>{facts}<p>Den Haag, 12 maart 2024</p><p>Dicht.</p>")
    assert str(letter.metadata.date) == "2024-03-12"


def test_a_sentence_that_begins_like_a_fact_is_text() -> None:
    text = "Datum van de opening is nog niet bekend: wij melden u die later."
    assert paragraphs(read(f"<h1>Kades</h1><p>{text}</p><p>Dicht.</p>")) == [text, "Dicht."]


def test_a_heading_is_no_frame_whatever_its_id() -> None:
    letter = read(f"{HEAD}<p>Een.</p><h2 id='feedback'>Feedback</h2><p>Twee.</p>")
    assert [one.text for one in letter.units if one.kind == "heading"] == ["Feedback"]


def test_a_table_in_the_text_is_no_list_of_facts() -> None:
    rows = "<tr><td>Datum</td><td>12 maart 2024</td></tr><tr><td>Tiel</td><td>dicht</td></tr>"
    text = "Het werk aan de kades van het land loopt, zo meld ik u hierbij, naar verwachting uit."
    letter = read(f"<h1>Kades</h1><p>{text}</p><table>{rows}</table>")
    assert letter.metadata.date is None
    assert [one.kind for one in letter.units][-2:] == ["row", "row"]
