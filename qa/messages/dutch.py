"""What the program tells people, in Dutch: the same codes as in English, with the same values."""

from __future__ import annotations

DUTCH: dict[str, str] = {
    # files that cannot be read, and what is noticed in those that can
    "name-unprintable":
        "de naam van het bestand kan niet worden afgedrukt; geef het een andere naam",
    "link-to-folder":
        "een koppeling naar een map wordt niet gevolgd; zet de map zelf hier",
    "file-too-large":
        "{size} is meer dan de grens van {most}; splits het of verhoog QA_MAX_FILE_BYTES",
    "not-opened":
        "kan niet worden geopend ({reason}); kijk de rechten na",
    "id-clash":
        "het heeft het kenmerk {doc_id} van {first} maar een andere tekst; verwijder een van "
        "beide, of geef het een eigen doc_id in {path}.json",
    "machine-failed":
        "de machine haperde toen het gelezen werd ({reason}); bij de volgende keer bijwerken "
        "wordt het opnieuw geprobeerd",
    "file-empty":
        "het bestand is leeg; zet de tekst van de brief erin of verwijder het",
    "word-encrypted":
        "dit Word-bestand (DOCX) is versleuteld; open het met het wachtwoord en bewaar het "
        "zonder",
    "file-binary":
        "dit is een binair bestand, geen tekst; bewaar de brief als pdf of DOCX",
    "zip-damaged":
        "dit bestand (DOCX of ODT?) is beschadigd; haal het bestand opnieuw op",
    "file-spreadsheet":
        "dit is een rekenblad of een presentatie, geen brief; bewaar het als pdf",
    "file-zip":
        "dit is een zip-archief, geen brief; pak het uit in de map met brieven",
    "docx-part-missing":
        "er zit geen {part} in; bewaar de brief opnieuw als DOCX",
    "docx-without-text":
        "geen tekst in dit Word-bestand, alleen velden of afbeeldingen; bewaar de brief als pdf",
    "html-unreadable":
        "deze HTML kan niet worden gelezen ({reason}); haal het bestand opnieuw op",
    "html-error-page":
        "dit is de foutpagina van de website (404), geen brief; haal de brief opnieuw op",
    "html-without-text":
        "geen tekst in deze HTML; gebruik de pdf van de brief",
    "archive-damaged":
        "{what} is beschadigd (geen heel zip-archief); haal het bestand opnieuw op",
    "part-missing":
        "het onderdeel {part} ontbreekt; bewaar het bestand opnieuw",
    "part-damaged":
        "het onderdeel {part} is beschadigd; haal het bestand opnieuw op",
    "file-encrypted":
        "het bestand is versleuteld; bewaar het zonder wachtwoord",
    "part-too-large":
        "het onderdeel {part} wordt uitgepakt groter dan {megabytes} MB, wat geen brief is; "
        "bewaar de brief als pdf",
    "ocr-missing":
        "deze pdf is een scan, en tekstherkenning is gevraagd maar niet geïnstalleerd; op "
        "Debian: apt-get install ocrmypdf tesseract-ocr-nld",
    "ocr-too-slow":
        "de tekstherkenning duurde langer dan {seconds:.0f} seconden; verhoog QA_READ_SECONDS",
    "ocr-ended":
        "de OCR is van buiten beëindigd (signaal {signal}), zoals systemen doen die geheugen "
        "tekortkomen; bij de volgende keer bijwerken wordt het opnieuw geprobeerd",
    "ocr-failed":
        "de tekstherkenning is mislukt ({said}); maak zelf een pdf met tekstlaag",
    "odt-encrypted":
        "deze ODT is versleuteld; open het met het wachtwoord en bewaar het zonder",
    "odt-not-text":
        "geen tekst in deze ODT (een tabel of een tekening?); gebruik de pdf van de brief",
    "odt-without-text":
        "geen tekst in deze ODT; gebruik de pdf van de brief",
    "too-many-pages":
        "meer dan {most} pagina’s; splits het",
    "pdf-scanned":
        "deze pdf heeft geen tekstlaag (een scan); maak die met tekstherkenning: letters-qa "
        "index --ocr",
    "pdf-encrypted":
        "deze pdf is versleuteld; open het met het wachtwoord en bewaar het zonder",
    "pdf-damaged":
        "deze pdf is beschadigd en kan niet worden geopend; haal het bestand opnieuw op bij de "
        "bron",
    "pdf-page-damaged":
        "pagina {page} van deze pdf is beschadigd; haal het bestand opnieuw op",
    "page-not-drawn":
        "pagina {page} kan niet worden getekend",
    "file-without-words":
        "geen woorden in dit bestand; zet de tekst van de brief erin of verwijder het",
    "only-margins":
        "alleen kantregels in dit bestand, geen tekst van een brief",
    "not-a-letter":
        "dit is {what}, geen brief; verwijder het uit de map met brieven",
    "xml-without-letter":
        "geen brief in deze XML (de wortel is {root}); gebruik de pdf van de brief",
    "xml-without-text":
        "deze XML bevat geen tekst; zet de pdf van de brief ernaast",
    "corpus-missing":
        "geen map {corpus}; maak die en zet er brieven in, of geef een andere met --corpus",
    "folder-not-listed":
        "de inhoud van {path} kan niet worden opgevraagd ({reason}); kijk of de schijf er is, "
        "en probeer het opnieuw; de index blijft zoals hij was",
    "sidecar-too-large":
        "meer dan {kilobytes} kB, wat geen bestand met gegevens heeft; herstel of verwijder het",
    "sidecar-unreadable":
        "kan niet worden gelezen ({reason}); herstel of verwijder het",
    "sidecar-no-object":
        'geen JSON-object; schrijf {{"date": "2024-02-05"}} of verwijder het',
    "sidecar-field-unknown":
        "onbekend veld {field!r}; de velden zijn {fields}",
    "sidecar-without-letter":
        "er zijn {count} brieven {letter!r} waar dit bij kan horen, niet één; voeg eerst de brief "
        "toe",
    "sidecar-not-written":
        "de verbeteringen bij {path} kunnen niet worden bewaard ({reason}); er is niets veranderd",
    "file-gone":
        "het bestand van de brief is er niet meer; werk de index bij met: letters-qa index",
    "sidecar-value-wrong":
        "{field}: {value} is geen waarde voor dit veld; zie docs/letters.md",
    "id-not-a-name":
        "doc_id: {doc_id!r} mag geen schuine streep en geen regeleinde bevatten",
    "id-of-folder":
        "doc_id: {doc_id!r} is de naam van een map; geef een ander",
    "id-too-long":
        "doc_id: {doc_id!r}... is langer dan {most} bytes; geef een korter",
    "reading-too-slow":
        "het lezen duurde langer dan {seconds:.0f} seconden, dus is het weggelaten; bewaar het "
        "opnieuw, splits het of verhoog QA_READ_SECONDS",
    "reader-ended":
        "het proces dat het las is van buiten beëindigd (signaal {signal}), zoals systemen "
        "doen die geheugen tekortkomen; bij de volgende keer bijwerken wordt het opnieuw "
        "geprobeerd; maak geheugen vrij, of zet QA_READ_MEMORY_MB ({memory}) op wat er is",
    "reading-too-big":
        "het lezen kostte meer dan {memory} MB of liep vast, dus is het weggelaten; bewaar het "
        "opnieuw, splits het of verhoog QA_READ_MEMORY_MB",
    "reader-not-started":
        "het proces dat brieven leest kan niet starten ({reason}); kijk of geheugen of schijf "
        "vol is, en probeer het opnieuw; de index blijft zoals hij was",
    "reader-answer-wrong":
        "het antwoord van de lezer is niet te begrijpen; meld dit bestand",
    "file-rtf":
        "dit is een RTF-bestand; bewaar het als DOCX",
    "file-picture":
        "dit is een {kind}-afbeelding; maak er een pdf met tekstlaag van (ocrmypdf)",
    "file-old-word":
        "dit is een oud Word-bestand (.doc); bewaar het met Word of LibreOffice als DOCX",
    "file-old-office":
        "dit is een oud binair Office-bestand; bewaar de brief als DOCX of pdf",
    "file-mail":
        "dit is een mail van Outlook (.msg); bewaar de brief die eraan hangt",
    "file-excel":
        "dit is een rekenblad van Excel (.xls), geen brief; bewaar de brief als pdf",
    "file-powerpoint":
        "dit is een presentatie van PowerPoint (.ppt), geen brief; bewaar de brief als pdf",
    "file-thumbnails":
        "dit is een voorraad plaatjes, geen brief; verwijder het",
    "link-leads-out":
        "een koppeling die buiten de map met brieven uitkomt wordt niet gevolgd; zet de brief "
        "zelf hier, of zet QA_FOLLOW_LINKS=1",
    "xml-entities":
        "{what} bevat entiteiten, wat brieven niet doen; haal het bestand opnieuw op of "
        "gebruik de pdf van de brief",
    "xml-too-deep":
        "{what} is te diep genest of te groot voor een brief; gebruik de pdf van de brief",
    "xml-not-well-formed":
        "{what} is niet welgevormd ({reason}); haal het bestand opnieuw op of gebruik de pdf "
        "van de brief",
    "this-xml":
        "deze XML",
    "this-word-file":
        "dit Word-bestand",
    "this-odt":
        "deze ODT",
    "its-part":
        "het onderdeel {name}",
    "a-debate":
        "een debat (Handelingen)",
    "a-staatscourant":
        "een Staatscourant",
    "a-staatsblad":
        "een Staatsblad",
    "a-feed":
        "een feed",
    "metadata-of-publication":
        "metagegevens van een publicatie",
    "answer-of-service":
        "een antwoord van de zoekdienst",
    "encoding-wrong":
        "geen geldig {encoding} bij byte {byte}; bewaar het als UTF-8",
    "drawing-too-slow":
        "pagina {page} tekenen duurde langer dan {seconds:.0f} seconden",
    "reading-failed":
        "het kan niet worden gelezen ({kind}: {said}); bewaar het opnieuw",
    "reader-late":
        "niet binnen {seconds:.0f} seconden",
    "reader-ended-with":
        "het eindigde met status {status}",
    "not-unicode":
        "geen UTF-8 (byte {byte}); gelezen als latin-1 ({encoding}): kijk de accenten na, of "
        "bewaar het als UTF-8",
    "ending-wrong":
        "heet {ending}, maar is dat niet; gelezen als {form}",
    "read-by-ocr":
        "gelezen met tekstherkenning: vergelijk een citaat met de scan voordat u het aanhaalt",
    "pages-without-text":
        "geen tekst op pagina {pages}: gescande pagina’s zijn weggelaten",
    "signs-without-letter":
        "tekens zonder letter ({sign}) op pagina {pages}",
    "pages-illegible":
        "tekst op pagina {pages} is niet te lezen; vergelijk een citaat met het origineel "
        "voordat u het aanhaalt",
    "text-illegible":
        "een deel van de tekst is niet te lezen; vergelijk een citaat met het origineel "
        "voordat u het aanhaalt",
    "much-of-pages-left-out":
        "veel van pagina {pages} is {kind} en weggelaten",
    "much-left-out":
        "veel van de brief is {kind} en weggelaten",
    "hidden":
        "verborgen",
    "struck-through":
        "doorgehaald",
    "decoration":
        "versiering",
    "a-comment":
        "een opmerking",
    "illegible":
        "onleesbaar",
    "not-in-its-text":
        "niet in de tekst, want {kind}: {count}; zie: letters-qa show {doc_id} --left-out",
    "same-letter":
        "dezelfde brief als {first}; een keer bewaard (zo niet: geef het een eigen doc_id in "
        "{path}.json)",
    "older-version":
        "{older} heeft een andere tekst en geldt als oudere versie van {newer}, niet "
        "doorzocht, want {why}; zijn het twee brieven, geef het dan een eigen doc_id in "
        "{older}.json",
    "dated-earlier":
        "het is eerder gedateerd ({older} tegen {newer})",
    "file-is-older":
        "het bestand is ouder ({older} tegen {newer})",
    "name-comes-first":
        "de naam komt eerder en beide bestanden zijn van één tijd",
    # files that come and go, and the service they come from
    "folder-leads-out":
        "de map {folder} komt buiten de map met brieven uit; verwijder deze koppeling",
    "name-unusable":
        "die naam kan geen bestand hebben; geef het een gewone naam",
    "name-not-of-letter":
        "dat is geen naam voor het bestand van een brief; geef het een andere naam",
    "ending-unknown":
        "zo eindigt geen vorm van een brief; geef pdf, DOCX, ODT, XML, HTML of platte tekst "
        "(.txt)",
    "name-leads-out":
        "een koppeling die zo heet komt buiten de map met brieven uit; geef het bestand een "
        "andere naam",
    "name-of-folder":
        "een map met brieven heet zo; geef het bestand een andere naam",
    "files-not-there":
        "de bestanden van {doc_id} staan niet meer in {corpus}; werk de index bij",
    "not-moved-whole":
        "{path} kan niet worden verplaatst ({reason}); wat verplaatst is, staat in {folder}",
    "leads-out-unchanged":
        "{path} komt door een koppeling buiten de map met brieven uit, waar niets wordt "
        "veranderd; doe het waar de bestanden staan",
    "nothing-removed-so":
        "niets wat verwijderd is, heet {token!r}",
    "there-again":
        "{path} staat weer in {corpus}; verwijder dat eerst, of haal het oude uit {folder}",
    "not-moved":
        "{path} kan niet worden verplaatst ({reason})",
    "nothing-kept-of":
        "er is niets bewaard van een brief {doc_id}; bekijk ze met: letters-qa letters",
    "changed-since-indexed":
        "{name} is veranderd sinds het geïndexeerd werd; werk eerst de index bij met: "
        "letters-qa index",
    "feedback-may-quote":
        "{path} citeert er misschien uit in regel {lines}, en blijft zoals het is",
    "leads-out-not-removed":
        "{path} komt door een koppeling buiten de map met brieven uit, waar niets wordt "
        "verwijderd; verwijder de koppeling",
    "not-removed":
        "{path} kan niet worden verwijderd ({reason}); doe het dan nog eens",
    "service-asks-to-wait":
        "de dienst vraagt {seconds:.0f} seconden te wachten; probeer het dan opnieuw",
    "too-many-redirects":
        "{url} is het eind van meer dan {most} doorverwijzingen",
    "no-url":
        "{url!a} is geen adres",
    "not-fetched":
        "{url} is niet op te halen: {reason}; kijk de verbinding na, of probeer het later "
        "opnieuw",
    "body-too-large":
        "{url} heeft meer dan {most:,} bytes; verhoog QA_MAX_FILE_BYTES",
    "body-too-slow":
        "{url} duurt langer dan {seconds:.0f} s",
    "body-broke-off":
        "{url} brak af na {bytes:,} bytes ({reason}); probeer het opnieuw",
    "url-not-of-service":
        "{url!a} is geen http- of https-adres op {hosts}; het is niet opgevraagd",
    "url-not-there":
        "{url} is er niet (status {status})",
    "service-asks-fewer":
        "{url} vraagt om minder verzoeken (status 429); probeer het later opnieuw",
    "service-fails":
        "{url} antwoordt {status} na {tries} pogingen; probeer het later opnieuw",
    "service-answers":
        "{url} antwoordt {status}; probeer het later opnieuw",
    "no-readable-form":
        "geen leesbare vorm: {faults}",
    "ids-stand-alone":
        "kenmerken staan alleen; laat het dossier en de datums weg",
    "say-which-letters":
        "zeg welke brieven: een dossier, een kenmerk zoals kst-28676-449, of een datum",
    "too-many-ids":
        "{count} kenmerken zijn te veel voor één vraag; geef er hoogstens {most}",
    "until-before-since":
        "de einddatum {until} ligt voor de begindatum {since}; wissel ze om",
    "since-in-future":
        "de begindatum {since} ligt in de toekomst; geef een eerdere dag",
    "no-official-id":
        "{text!a} is geen officieel kenmerk; schrijf het als kst-28676-449 of "
        "ah-tk-20232024-1433",
    "no-dossier":
        "{text!a} is geen dossiernummer; schrijf het als 28676 of 36800-X",
    "no-day":
        "{name}: {text!a} is geen dag; schrijf het als 2024-01-31",
    "too-many-records":
        "{total:,} publicaties voldoen, en de dienst geeft er hoogstens {most:,}; vraag één "
        "dossier of minder dagen",
    "no-sru-service":
        "{service} antwoordt niet als zoekdienst; kijk het adres na, of probeer het later",
    "query-refused":
        "{service} weigert de zoekvraag: {said}",
    "records-not-counted":
        "{service} zegt niet hoeveel publicaties er zijn; probeer het later",
    "file-not-written":
        "kan niet worden geschreven ({reason})",
    "folder-not-written":
        "kan niet worden geschreven ({reason}); kijk de map na",
    "removal-damaged":
        "{path} is beschadigd; de brief ervan kan niet terugkomen",
    "changed-since-removed":
        "{path} is veranderd sinds {doc_id} werd verwijderd",
    "left-over":
        "overgebleven, en geen deel van de index; de volgende keer bijwerken verwijdert wat "
        "geschreven werd, de rest kan weg",
    "gone-since-read":
        "verdwenen sinds {doc_id} eruit gelezen is",
    "changed-unseen":
        "{path} is veranderd terwijl de grootte en de tijden dat niet zijn; kijk of de schijf "
        "heel is, en haal het bestand opnieuw op",
    "changed-since-read":
        "veranderd sinds {doc_id} eruit gelezen is; werk de index bij",
    "gloss-unreadable":
        "de woordenlijst kan niet worden gelezen ({reason}); installeer het programma opnieuw",
    "no-answer-in-time":
        "time-out, geen antwoord binnen {seconds:g} s",
    "no-connection-in-time":
        "time-out, geen verbinding binnen {seconds:g} s",
    "diagnostic-without-words":
        "een melding zonder woorden",
    "service-has-no-letter":
        "de dienst heeft geen brief met dit kenmerk; kijk het kenmerk na",
    "service-has-no-form":
        "de dienst heeft er geen leesbare vorm van; zoek hem op de website",
    "service-gives-no-id":
        "de dienst geeft dit als kenmerk, en dat is het niet; weggelaten",
    "server-keeps-failing":
        "de server faalt bij {count} brieven na elkaar; probeer het later",
    "kept-by-hand":
        "gelaten zoals het is, het is met de hand veranderd",
    "kept-written-by-hand":
        "gelaten zoals het is, het is met de hand geschreven",
    "other-form-came":
        "{form} is gekomen; {faults}",
    "form-fault":
        "{form} {fault}",
    "form-did-not-come":
        "is niet gekomen ({reason})",
    "no-pdf-beside":
        "geen pdf ernaast; pdf {fault}",
    "form-empty":
        "is leeg",
    "form-not-xml":
        "is niet als XML te lezen",
    "form-other-xml":
        "is geen brief maar <{name}>",
    "form-xml-without-text":
        "is XML zonder tekst",
    "form-not-html":
        "is geen webpagina",
    "form-html-unreadable":
        "is niet als HTML te lezen",
    "form-error-page":
        "is een foutpagina ({title!a})",
    "form-html-without-text":
        "is een pagina zonder tekst",
    "form-not-odt":
        "is geen ODT-bestand",
    "form-not-pdf":
        "is geen heel pdf-bestand",
    # the index
    "letters-miscounted":
        "het heeft {found} brieven, geen {expected}",
    "passage-not-found":
        "passage {passage} vindt zichzelf niet",
    "segment-damaged":
        "segment {folder} van de index is beschadigd ({reason}); ga terug met: letters-qa "
        "index --rollback, of bouw opnieuw op met: letters-qa index --rebuild",
    "store-wrong":
        "instelling QA_STORE={store!r}: schrijf milvus+ en het adres, zoals "
        "milvus+http://localhost:19530 of milvus+letters.db; laat het weg voor de map",
    "store-file-wrong":
        "instelling QA_STORE={store!r}: de naam van het bestand moet eindigen op .db",
    "milvus-missing":
        "QA_STORE={store} vraagt het extra pakket: pip install 'letters-qa[milvus]' ({reason})",
    "index-not-written":
        "{folder} kan niet worden geschreven ({reason}); kijk of de schijf vol is en of erop "
        "geschreven mag worden; de index blijft zoals hij was",
    "index-merging":
        "segmenten van index {folder} worden samengevoegd; wacht tot dat klaar is",
    "index-missing":
        "geen index in {folder}; bouw hem met: letters-qa index --index {folder}",
    "index-is-a-file":
        "{folder} is een bestand; kies een map met --index",
    "index-of-another-format":
        "index {folder} heeft vorm {format}, dit programma leest {reads}; bouw opnieuw op met: "
        "letters-qa index --rebuild",
    "not-as-written":
        "het is niet wat geschreven is",
    "file-not-there":
        "het bestand is er niet",
    "rights-wrong":
        "{path} kan niet worden gelezen ({reason}); kijk de rechten na",
    "generation-unreadable":
        "{path} kan niet worden gelezen ({reason}); ga terug met: letters-qa index --rollback, "
        "of bouw opnieuw op met: letters-qa index --rebuild",
    "no-such-letter":
        "geen brief {doc_id} in index {index}; bekijk ze met: letters-qa letters",
    "says-another-generation":
        "het bestand zegt dat het {generation} is",
    "generation-miscounts":
        "de segmenten bevatten andere brieven dan ze telt",
    "table-damaged":
        "{path} is beschadigd ({reason}); kijk wat heel is met: letters-qa index --verify, ga "
        "terug met: letters-qa index --rollback, of bouw opnieuw op met: letters-qa index "
        "--rebuild",
    "table-lacks-letter":
        "er is geen brief {number}",
    "index-being-written":
        "index {folder} wordt geschreven door {owner}; wacht tot dat klaar is",
    "no-earlier-generation":
        "index {folder} heeft geen eerdere generatie met andere brieven; bewaard zijn: {kept}; "
        "noem er een met --generation",
    "no-such-generation":
        "index {folder} heeft geen generatie {generation} meer; bewaard zijn: {kept}; bouw "
        "opnieuw op met: letters-qa index --rebuild",
    "letter-in-two-segments":
        "brief {doc_id} staat in twee segmenten van {folder}; bouw opnieuw op met: letters-qa "
        "index --rebuild",
    "milvus-file-in-use":
        "{uri} kan niet worden geopend: Milvus in een bestand dient één programma tegelijk, en "
        "een ander heeft het open; beëindig dat, of gebruik een server van Milvus",
    "milvus-removes-later":
        "Milvus op {address} verwijdert de bestanden van weggegooide tabellen op zijn eigen "
        "moment, zoals het daar is ingesteld; reservekopieën ervan blijven zoals ze zijn",
    "milvus-fails":
        "Milvus op {address} doet niet wat gevraagd wordt ({reason}); kijk of het draait en of "
        "QA_STORE het noemt, of haal QA_STORE weg om de map te gebruiken",
    "milvus-table-missing":
        "tabel {table} is niet in Milvus; ga terug met: letters-qa index --rollback, of bouw "
        "opnieuw op met: letters-qa index --rebuild",
    "milvus-no-earlier-generation":
        "er is geen eerdere generatie met andere brieven; bewaard zijn: {kept}; noem er een "
        "met --generation",
    "milvus-no-such-generation":
        "er is geen generatie {generation} om naar terug te gaan; bewaard zijn: {kept}; bouw "
        "opnieuw op met: letters-qa index --rebuild",
    "milvus-index-missing":
        "geen index {index} in Milvus op {address}; bouw hem met: letters-qa index",
    "milvus-index-of-another-format":
        "index {index} in Milvus heeft vorm {format}, dit programma leest {reads}; bouw "
        "opnieuw op met: letters-qa index --rebuild",
    "milvus-generation-not-whole":
        "generatie {generation} van {index} in Milvus is niet heel; ga terug met: letters-qa "
        "index --rollback, of bouw opnieuw op met: letters-qa index --rebuild",
    "milvus-index-being-written":
        "de index in Milvus wordt geschreven door proces {process} op {host}; wacht tot dat "
        "klaar is",
    "milvus-lease-lost":
        "een ander proces is de index in Milvus gaan schrijven, want dit antwoordde "
        "{seconds:.0f} s niet; doe het nog eens",
    "milvus-letter-differs":
        "een brief in Milvus is niet wat geschreven is ({reason}); bouw opnieuw op met: "
        "letters-qa index --rebuild",
    "milvus-passages-differ":
        "de passages van {doc_id} zijn niet die van zijn brief",
    "milvus-miscounts":
        "het telt {counted}, maar de rijen zijn {found}",
    "milvus-stems-differ":
        "de stammen zijn niet geteld zoals ze in de passages staan",
    "milvus-generation-damaged":
        "generatie {generation} in Milvus is beschadigd ({reason}); ga terug met: letters-qa "
        "index --rollback, of bouw opnieuw op met: letters-qa index --rebuild",
    "milvus-passages-missing":
        "Milvus heeft {found} van {written} passages die geschreven zijn; doe nog eens: "
        "letters-qa index",
    "milvus-letter-not-kept":
        "Milvus heeft een brief niet bewaard zoals hij geschreven is ({reason}); doe nog eens: "
        "letters-qa index",
    "milvus-passages-stay":
        "Milvus heeft {count} passages van de brieven die blijven, en hoort er andere te "
        "hebben; bouw opnieuw op met: letters-qa index --rebuild",
    "generation-lacks":
        "generatie {generation} van {folder} mist {lacking}; bouw opnieuw op met: letters-qa "
        "index --rebuild",
    "segment-unreadable":
        "segment {folder} van de index is beschadigd ({reason}); ga terug met: letters-qa "
        "index --rollback, of bouw opnieuw op met: letters-qa index --rebuild",
    "not-as-named":
        "{file} is niet wat de generatie noemt",
    "rows-miscounted":
        "{name} heeft {found} rijen, geen {expected}",
    "file-has-changed":
        "{name} is veranderd",
    "generation-counts":
        "generatie {generation} van {folder} telt {counted}, maar de segmenten bevatten "
        "{found}; bouw opnieuw op met: letters-qa index --rebuild",
    "file-damaged":
        "{path} is beschadigd ({reason}); verwijder het",
    "deleted-later":
        "deze brief is later verwijderd; de index is teruggezet naar de tijd daarvoor",
    "generation-kept-damaged":
        "generatie {generation}, die bewaard wordt om naar terug te gaan, is beschadigd: "
        "{reason}",
    "holds-another-version":
        "er staat {doc_id} {version} in",
    "version-missing":
        "geen versie {version} van {doc_id}; bekijk ze met: letters-qa letters --versions",
    "versions-several":
        "{count} versies van {doc_id} beginnen met {version}; bekijk ze met: letters-qa "
        "letters --versions",
    "process-since":
        "proces {process} op {host} sinds {since}",
    "another-process":
        "een ander proces",
    "none-kept":
        "geen",
    "offsets-differ":
        "{doc_id}: wat er staat bij {start}-{end} is niet wat gelezen is",
    "paragraphs-miscounted":
        "{doc_id} heeft {count} alinea’s, en niet wat er is opgegeven",
    "another-letter":
        "brief {number} is {found}, niet {expected}",
    "chunks-differ":
        "de stukken van {doc_id} zijn niet die van de rijen",
    # amounts and dates
    "amount-range":
        "van het ene bedrag tot het andere, niet één bedrag",
    "amount-scale":
        "er staat niet of het woord na het volgende bedrag (mln., mld.) ook hierbij hoort",
    "amount-unreadable":
        "het getal is niet te lezen",
    "sum-of-no-value":
        "een ervan heeft niet één waarde",
    "sum-of-currencies":
        "ze zijn in verschillende munten",
    "sum-of-periods":
        "ze zijn voor verschillende tijden of eenheden",
    "sum-of-inexact":
        "ze zijn niet alle precies",
    "day-without-year":
        "het jaar staat er niet bij",
    "day-without-letter-date":
        "de brief vanaf welke hij telt heeft geen datum",
    "day-not-there":
        "die dag bestaat niet",
    # making the index
    "ray-missing":
        "--ray vraagt het extra pakket: pip install 'letters-qa[ray]' ({reason})",
    "no-letter-to-index":
        "geen brief om te indexeren in {corpus}: {problems}; de index {index} blijft zoals hij "
        "was",
    "encoder-not-static":
        "{encoder} is geen statische encoder: installeer het programma opnieuw",
    "cluster-does-not-read":
        "het cluster op {address} heeft {count} bestanden achter elkaar niet gelezen ({last}); "
        "de index blijft zoals hij was; herstel het cluster, of bouw hier zonder --ray",
    "unreadable":
        "kan niet worden gelezen ({reason})",
    "cluster-did-not-read":
        "het cluster heeft het niet gelezen ({reason}); bij de volgende keer bijwerken wordt "
        "het opnieuw geprobeerd",
    "cluster-asks-token":
        "het cluster van Ray op {address} vraagt een token, en kreeg er geen of een ander; zet "
        "RAY_AUTH_MODE=token en RAY_AUTH_TOKEN op wat dit op het cluster geeft: ray "
        "get-auth-token, of bouw hier zonder --ray",
    "cluster-missing":
        "geen cluster van Ray op {address} ({reason}); start er een met: ray start --head, en "
        "geef het adres (als het een token vraagt, zet RAY_AUTH_MODE=token en RAY_AUTH_TOKEN), "
        "of bouw hier zonder --ray",
    "indexed-not-found":
        "{doc_id} is geïndexeerd maar wordt niet gevonden",
    "corpus-empty":
        "hij is leeg",
    "node-differs":
        "knooppunt {node} heeft een andere {what} ({theirs}) dan deze machine ({mine}); "
        "installeer overal dezelfde letters-qa",
    "trying-again":
        "{problem}; over {seconds:.0f} s wordt het opnieuw geprobeerd",
    "segments-not-merged":
        "segmenten konden niet worden samengevoegd, of niet door de transformer gelezen: {problem}",
    "corpus-gone":
        "de map {corpus} is weg; er wordt gewacht tot hij terug is",
    "watching":
        "{corpus} wordt gevolgd",
    "watch-indexed":
        "{what} ({letters} brieven kunnen worden bevraagd)",
    "watch-added":
        "toegevoegd: {doc_ids}",
    "watch-changed":
        "gewijzigd: {doc_ids}",
    "watch-moved":
        "verplaatst: {doc_ids}",
    "watch-removed":
        "verwijderd: {doc_ids}",
    "watch-anew":
        "opnieuw gebouwd",
    # encoders
    "encoder-e5-small":
        "nDCG@10 volgens de makers: 0.531 op Nederlandse verzamelingen, 0.883 voor Engelse vragen "
        "bij Nederlandse passages",
    "encoder-e5-base":
        "de grotere broer van multilingual-e5-small, en trager",
    "encoder-bge-m3":
        "nDCG@10 volgens de makers: 0.601 en 0.930; wil een GPU voor veel brieven",
    "encoder-gemma":
        "nDCG@10 volgens de makers: 0.617 en 0.955; eerst moeten de voorwaarden op de hub worden "
        "aanvaard",
    "encoder-qwen":
        "krijgt een opdracht voor de vraag; wil een GPU voor veel brieven",
    "encoder-static-mrl":
        "nDCG@10 volgens de makers: 0.379 en 0.703; een tabel van vectoren als de onze, in 50 "
        "talen",
    "encoder-not-loaded":
        "de encoder {name!r} kan niet worden geladen: {reason}; {advice}",
    "unset-encoder":
        "haal QA_ENCODER weg om de encoder te gebruiken die bij dit programma zit en zonder "
        "netwerk werkt",
    "backend-missing":
        "de backend {backend} vraagt: pip install 'letters-qa[{backend}]'; haal "
        "QA_ENCODER_BACKEND weg om torch te gebruiken",
    "reinstall":
        "hij zit bij dit programma: installeer het programma opnieuw",
    # questions and their filters
    "no-date":
        "{text!r} is geen datum; schrijf een dag, een maand of een jaar: 2024-02-05, "
        "5 februari 2024, 2024-02 of 2024",
    "question-empty":
        "de vraag is leeg; typ een paar woorden, in het Nederlands of Engels",
    "question-without-subject":
        "{text!r} heeft alleen woorden die in elke brief staan; zeg waar de vraag over gaat",
    # answers
    "sentence-tokens-differ":
        "de index heeft tokens van {found} zinnen van {doc_id}, dat er {expected} heeft; bouw "
        "opnieuw op met: letters-qa index --rebuild",
    "fitted-to-another-encoder":
        "{path}: de getallen van {part!r} passen bij een andere encoder, of bij andere prompts; "
        "laat de prompts weg, of pas ze aan met: {command}",
    "fitted-missing":
        "{path}: bij deze encoder horen nog geen getallen; installeer het programma opnieuw, of "
        "pas ze aan met: {command}",
    "fitted-unreadable": "{path}: kan niet worden gelezen ({error}); kijk de rechten na",
    "fitted-damaged": "{path}: beschadigd ({place}: {error}); installeer het programma opnieuw",
    "ranker-unreadable":
        "{path}: kan niet worden gelezen ({reason}); installeer het programma opnieuw",
    "ranker-of-another-encoder":
        "{path}: gemaakt voor een andere encoder; installeer het programma opnieuw",
    "refused-no-letter":
        "geen brief voldoet aan het filter; controleer dossier, soort, afzender en brief",
    "refused-no-phrase":
        "geen passage bevat precies {words}; zonder aanhalingstekens wordt ook gevonden wat "
        "erop lijkt",
    "refused-no-passage":
        "geen passage in deze brieven lijkt op de vraag",
    "refused-words-missing":
        "de brieven zeggen het niet: er staat niets dat lijkt op {words}",
    "refused-no-sentence":
        "de brieven zeggen het niet: de woorden komen voor, maar geen zin geeft antwoord op de "
        "vraag",
    "refused-no-amount":
        "de brieven zeggen het niet: zij gaan hierover, maar noemen er geen getal of bedrag bij",
    "refused-no-date":
        "de brieven zeggen het niet: zij gaan hierover, maar noemen er geen datum bij",
    "refused-no-person":
        "de brieven zeggen het niet: zij gaan hierover, maar noemen er niemand bij",
    "refused-no-place":
        "de brieven zeggen het niet: zij gaan hierover, maar noemen er geen plaats bij",
    "refused-no-colour":
        "de brieven zeggen het niet: zij gaan hierover, maar noemen geen kleur",
    "answered":
        "de brieven zeggen het in de geciteerde woorden",
    "answered-near":
        "de geciteerde woorden komen in de buurt van de vraag; misschien zijn ze geen antwoord",
    "answered-without":
        "in de geciteerde woorden ontbreekt {words} uit de vraag",
    "answered-as":
        "de brieven spreken erover in de geciteerde woorden: {how}",
    "refused-which-letter":
        "de vraag gaat over een brief zelf, en er zijn er meer dan één; noem het onderwerp van "
        "de brief",
    "refused-in-period":
        "{why}; een brief zonder datum valt buiten elke periode",
    "stated":
        "als feit gezegd",
    "announced":
        "aangekondigd, nog niet geleverd",
    "expected":
        "verwacht, nog niet zo",
    "possible":
        "mogelijk, niet zeker",
    "conditional":
        "onder een voorwaarde",
    "not-yet":
        "nog niet, zegt de brief",
    "denied":
        "ontkennend gezegd",
    "asked":
        "een vraag die de brief herhaalt",
    "quote-lacks":
        "dit citaat noemt niet: {words}",
    "question-from":
        "Vraag {number}, van {by}",
    "question-numbered":
        "Vraag {number}",
    "answered-together":
        "vragen {numbers} zijn samen beantwoord",
    # sets of questions
    "no-such-file":
        "dit bestand is er niet",
    "set-without-questions":
        "{name}: geen vragen in gevonden; nummer ze (1., 2.), of laat elke op een vraagteken "
        "eindigen",
    "set-too-long":
        "{name}: {count} vragen, hoogstens {most} kunnen er tegelijk; splits het bestand",
    "set-ending-unknown":
        "{path}: een voorbereide set eindigt op .docx, .md of .json",
    "set-not-there":
        "deze set vragen is er niet, of wordt niet meer bewaard; stuur hem opnieuw",
    "sets-running":
        "er worden {count} sets voorbereid; probeer het over {seconds} seconden opnieuw",
    "set-body-unknown":
        "stuur een bestand (multipart/form-data, veld file) of JSON met een lijst van vragen",
    "set-of-questions":
        "Vragen",
    "set-asked-by":
        "Gesteld door {asker}",
    "set-asked-on":
        "Ingezonden op {day}",
    "set-made":
        "Voorbereid door {program} op {day} uit {letters} brieven. Citaten zijn woordelijk; wat "
        "op elkaar lijkt, hoeft niet hetzelfde te zijn: lees de bron voordat u erop vertrouwt.",
    "set-overview":
        "Overzicht",
    "set-line-earlier":
        "eerder beantwoord, {day}; vragen lijken voor {percent} % op elkaar",
    "set-line-quotes":
        "citaten uit brieven",
    "set-line-near":
        "alleen citaten in de buurt",
    "set-line-nothing":
        "niets gevonden",
    "set-undated":
        "datum onbekend",
    "set-read-as":
        "Gelezen als: {text}",
    "set-draft":
        "Conceptantwoord",
    "set-draft-here":
        "[Schrijf hier het antwoord.]",
    "set-earlier":
        "Eerdere vragen en antwoorden",
    "set-earlier-of":
        "{asked}, {day}; lijkt er voor {percent} % op",
    "set-answer-refers":
        "Het antwoord verwijst naar een ander:",
    "set-answer":
        "Het antwoord:",
    "set-quotes":
        "Wat de brieven zeggen",
    "set-quotes-near":
        "In de buurt, misschien geen antwoord",
    "set-differs":
        "Anders gezegd",
    "set-differs-line":
        "{day}: {says}",
    "set-passages":
        "Andere passages",
    "set-not-found":
        "Niet gevonden",
    "set-reason":
        "Niet gevonden in de brieven: {reason}.",
    "set-all-found":
        "Bij elke vraag is iets gevonden.",
    # feedback
    "came-right":
        "nu is het eerste citaat het juiste",
    "came-among":
        "nu is het juiste citaat erbij",
    "came-nothing":
        "nu wordt er niets geciteerd",
    "came-the-same":
        "nog steeds staat hetzelfde citaat voorop",
    "came-another":
        "nu staat een ander citaat voorop",
    "came-wrong":
        "het juiste citaat is er niet bij",
    "quote-differs":
        "een citaat van {doc_id} is niet wat de brief zegt bij {start}-{end}; controleer de "
        "index met: letters-qa index --verify",
    "index-of-another-encoder":
        "index {folder} is gebouwd met de encoder {theirs}, maar de instellingen vragen "
        "{wanted}; bouw opnieuw op met: letters-qa index --index {folder}, of zet "
        "QA_ENCODER={theirs}",
    "index-of-another-version":
        "index {folder} is gebouwd met {role} {theirs} ({their_hash}), maar de instellingen "
        "vragen {wanted} ({wanted_hash}); bouw opnieuw op met: letters-qa index --index "
        "{folder}, of zet QA_ENCODER={theirs}",
    "feedback-not-written":
        "{path}: de terugkoppeling kan niet worden geschreven ({reason})",
    "feedback-unreadable":
        "{path}: kan niet worden gelezen ({reason}); geef een bestand met terugkoppeling",
    "feedback-line-wrong":
        "{path}, regel {number}: geen terugkoppeling van letters-qa",
    "feedback-line-torn":
        "afgebroken toen het geschreven werd; overgeslagen",
    "citation-form-unknown":
        "er is geen vorm {name!r} van een verwijzing; er zijn: {forms}",
    "news-of-too-much":
        "nieuws komt van hoogstens {most} dingen tegelijk; vraag naar de andere apart",
    "only-signed-in":
        "meld u aan om op de server te bewaren wat u volgt; anders bewaart de browser het",
    "follow-wrong":
        "dit kan niet worden gevolgd: {reason}",
    "follow-question-missing":
        "typ de vraag die gevolgd wordt",
    "follow-filter-missing":
        "brieven worden gevolgd per dossier, soort of afzender; geef er een",
    "followed-unreadable":
        "{path} is niet te lezen: {reason}; herstel of verwijder het",
    "followed-too-much":
        "er kunnen niet meer dan {most} dingen worden gevolgd; verwijder er een paar",
    "followed-not-there":
        "niets van wat gevolgd wordt heeft nummer {number}; er zijn er {count}",
    "memo-empty":
        "niets in deze map kan worden geciteerd; leg eerst passages opzij",
    "memo-no-place":
        "{doc_id} heeft geen plaats {place}",
    "no-such-dossier":
        "geen brief van de index {index} hoort bij dossier {dossier}; de dossiers: letters-qa "
        "dossiers",
    "ledger-form-unknown":
        "{path}: het overzicht is er als {forms}; geef het bestand een van deze namen",
    "commitment-kind-unknown":
        "er is geen soort toezegging {name!r}; er zijn: {known}",
    "commitment-status-unknown":
        "er is geen stand {name!r} van een toezegging; er zijn: {known}",
    # the language model
    "llm-address-wrong":
        "QA_LLM_URL={url}: geen http-adres, zoals http://host:port/v1",
    "llm-too-slow":
        "het taalmodel op {url} antwoordde niet in {seconds:g} s; QA_LLM_SECONDS zegt hoe lang "
        "er gewacht wordt",
    "llm-not-reached":
        "het taalmodel op {url} is niet te bereiken; draait het?",
    "llm-fails":
        "het taalmodel op {url}: {problem}",
    "llm-refuses":
        "het taalmodel op {url} antwoordde {status} {reason} (gevraagd is het model {model})",
    "llm-too-long":
        "de vraag en haar citaten zijn langer dan het model {model} op {url} aankan; vraag naar "
        "minder, of geef het model een langere context",
    "llm-busy":
        "het taalmodel op {url} is bezet ({status}); vraag het later opnieuw, of laat het meer "
        "tegelijk doen",
    "llm-not-sure":
        "niet samengevat: het is niet zeker dat de citaten een antwoord geven",
    "llm-finds-nothing":
        "niets samengevat: het taalmodel vindt in de citaten geen antwoord",
    "llm-cut-off":
        "het duurde te lang, en het antwoord is afgebroken",
    "llm-reply-too-long":
        "het antwoord was te lang en is afgebroken",
    "llm-reply-cut-short":
        "het antwoord is afgebroken bij het meeste dat het model mag schrijven",
    "llm-reply-too-long-asked":
        "de vraag en haar citaten zijn langer dan het aankan",
    "llm-reply-unreadable":
        "het antwoord is niet tot het eind te lezen",
    "llm-reply-broke-off":
        "het antwoord brak af",
    "no-language-model": "er is geen taalmodel ingesteld; stel QA_LLM_URL en QA_LLM_MODEL in",
    "translation-changed": "{doc_id} is sindsdien veranderd; open de brief opnieuw",
    "translation-no-place": "{start} tot {end} is geen plaats in een brief van {length} tekens",
    "translation-long": "er worden hoogstens {most} tekens tegelijk vertaald; kies er minder",
    "translation-not-dutch": "{doc_id} is niet Nederlands; alleen Nederlands wordt vertaald",
    "translation-differs": "het origineel zegt “{original}”, de vertaling “{translation}”",
    "translation-lacks": "“{original}” uit het origineel ontbreekt in de vertaling",
    "translation-adds": "“{translation}” staat niet in het origineel",
    "translation-empty": "het model schreef niets",
    "translation-echo": "het model herhaalde het origineel",
    "translation-not-english": "wat het model schreef is geen Engels",
    "translation-cut-off": "wat het model schreef is veel korter dan het origineel",
    "translation-other": "wat het model schreef is er geen vertaling van",
    "translation-too-long": "alleen de eerste {most} tekens worden vertaald",
    "translation-too-slow": "het model deed er te lang over",
    "dropped-no-citation":
        "er wordt geen citaat genoemd",
    "dropped-unknown-quote":
        "er wordt een citaat genoemd dat er niet is",
    "dropped-language":
        "de zin is in een andere taal dan de vraag",
    "dropped-number":
        "een getal erin staat niet in de genoemde citaten",
    "dropped-exchanged":
        "een getal erin staat in de genoemde citaten bij andere woorden",
    "dropped-date":
        "een dag of maand erin staat niet in de genoemde citaten, of daar bij andere woorden",
    "dropped-modality":
        "er staat als zeker of gedaan wat de citaten van plan zijn, willen of mogelijk "
        "achten, of andersom",
    "dropped-speaker":
        "er spreekt of handelt een ander dan in de genoemde citaten",
    "dropped-name":
        "een naam erin staat niet in de genoemde citaten",
    "dropped-negation":
        "er staat ja waar de citaten nee zeggen, of andersom",
    "dropped-roles":
        "een woord erin staat achter een ander voorzetsel dan in de genoemde citaten",
    "dropped-words":
        "het meeste ervan staat niet in de genoemde citaten",
    "dropped-partial":
        "de zin laat een deel weg van wat de citaten zeggen",
    "dropped-leans":
        "de zin wijst naar een zin die er niet voor staat, of antwoordt op een andere vraag",
    "dropped-repeated":
        "de zin stond er al",
    "dropped-form":
        "de zin is te lang of geen gewone zin, of bevat een link of opmaak",
    # settings
    "must-be-least":
        "geef minstens {least}",
    "must-be-above":
        "geef meer dan {least}",
    "must-be-most":
        "geef hoogstens {most}",
    "must-be-one-of":
        "geef een van {choices}",
    "must-be-whole":
        "geef een heel getal",
    "must-be-number":
        "geef een getal",
    "must-be-truth":
        "geef true of false",
    "must-be-path":
        "geef een pad als /brieven, zonder schuine streep aan het eind",
    "setting-wrong":
        "instelling {field}={value!r}: {message}",
    "setting-lacking":
        "zet voor samenvattingen ook {field}; zonder beide worden er geen geschreven",
    # saved answers
    "saved-not-read":
        "{path} kan niet worden gelezen ({reason}); geef de JSON van een antwoord",
    "saved-too-deep":
        "{path}: geen antwoord (te diep genest); geef wat ask --json afdrukt of de JSON van "
        "een bewaard antwoord",
    "saved-no-json":
        "{path}, regel {number}: geen JSON ({reason}); geef wat ask --json afdrukt of de JSON "
        "van een bewaard antwoord",
    "saved-no-object":
        "{kind} in plaats van een object",
    "saved-half-character":
        "{place}: geen antwoord (er staat een half teken in); geef wat ask --json afdrukt of "
        "de JSON van een bewaard antwoord",
    "saved-no-answer":
        "{place}: geen antwoord ({reason}); geef wat ask --json afdrukt of de JSON van een "
        "bewaard antwoord",
    "saved-quote-empty":
        "een citaat is leeg",
    "saved-no-place":
        "begin {start!r} en einde {end!r} zijn geen plaats",
    "saved-field-missing":
        "er staat geen {name!r} in",
    "saved-no-text":
        "{name!r} is {kind}, geen tekst",
    "saved-no-list":
        "{name!r} is {kind}, geen lijst",
    "kind-object":
        "een object",
    "kind-list":
        "een lijst",
    "kind-text":
        "tekst",
    "kind-truth":
        "waar of onwaar",
    "kind-nothing":
        "niets",
    "kind-number":
        "een getal",
    "proof-place":
        "{doc_id} {unit}, tekens {start}-{end}",
    "proof-same-file":
        "hetzelfde bestand",
    "proof-other-file":
        "een andere versie van de brief",
    "proof-no-letter":
        "er is hier geen brief {doc_id}",
    "proof-gone":
        "niets in {doc_id} lijkt er nog op",
    "proof-changed":
        "in {where} staat nu iets anders ({file})",
    "proof-changed-in-file":
        "het bestand van de brief is precies dat van toen, en in {where} staat dit niet: het "
        "bewaarde antwoord is veranderd, of gemaakt door een programma dat de brief anders leest",
    "proof-moved":
        "dezelfde woorden staan nu in {where} ({file})",
    "proof-verbatim":
        "staat woord voor woord in {where} ({file})",
    "proof-altered":
        "de woorden staan in {where} ({file}), maar het bewaarde antwoord {said:and}",
    "proof-differs":
        "geeft {names:and} anders dan de brief",
    "proof-lacks":
        "mist {names:and}",
    "proof-knows-not":
        "heeft {names:and}, wat geen antwoord heeft",
    # measuring
    "floors-of-other-data":
        "de gegevens zijn niet die van de ondergrenzen; meet opnieuw met --update --because TEXT",
    "below-floor":
        "{row}: {value} ligt onder de ondergrens van {floor}",
    "row-not-measured":
        "{row}: niet gemeten",
    "evaluation-folder-missing":
        "geen map {path}; zeg --letters DIR en --data DIR",
    "gzip-unreadable":
        "{path}: kan niet worden gelezen als gzip-tekst ({reason})",
    "cost-without-questions":
        "geen vragen om de kosten mee te meten; zeg --questions FILE",
    "nothing-to-measure":
        "niets om op te meten in {folder}; geef andere mappen",
    "floors-wrong":
        "{path}: geen bestand met ondergrenzen ({reason}); haal het uit de geschiedenis",
    "ir-measures-missing":
        "meten vraagt het pakket ir-measures; pip install 'letters-qa[eval]'",
    "collection-wrong":
        "{folder}: geen verzameling in de opmaak van BEIR ({reason})",
    "evaluation-questions-unreadable":
        "{path}: {reason}; geef een bestand met vragen",
    "evaluation-question-wrong":
        "{path}, regel {number}: geen vraag ({reason})",
    "floors-lower":
        "ondergrenzen zouden lager worden: {figures}; zeg --because TEXT",
    # the page and the server
    "page-is-at":
        "de pagina staat op {address} (stop met Ctrl-C)",
    "how-to-sign-in":
        "met QA_AUTH moet men inloggen, QA_ROLE=reader of editor zegt wat mag wie dat niet hoeft",
    "who-signs-in-may":
        "wie inlogt mag vragen en lezen, en redacteuren mogen brieven en index wijzigen",
    "who-is-here-may":
        "iedereen op deze machine mag vragen, lezen en brieven en index wijzigen; wie via een "
        "proxy komt wijzigt niets; {how}",
    "who-reaches-may-change":
        "iedereen die {host} kan bereiken mag vragen en lezen, en brieven en index wijzigen; {how}",
    "who-reaches-may-read":
        "iedereen die {host} kan bereiken mag vragen en lezen, en niets wijzigen; {how}",
    "or-its-proxy":
        "{host} of de proxy ervoor",
    "no-such-right-paragraph":
        "{doc_id} heeft geen alinea {label}; het heeft 1 tot {count}",
    "letter-not-there":
        "er is geen brief {doc_id}",
    "unit-not-there":
        "{doc_id} heeft geen {label}; de alinea’s zijn p1 tot p{last}",
    "page-not-served":
        "de pagina kan niet op {host}:{port} staan ({reason}); kies een andere poort met "
        "--port of QA_PORT, of beëindig wat deze gebruikt",
    "no-place-in-version":
        "{start}-{end} is geen plaats in die versie",
    "server-lost":
        "de server was niet meer te bereiken en is beëindigd; start hem opnieuw",
    "metrics-missing":
        "QA_METRICS vraagt het extra pakket: pip install 'letters-qa[metrics]' ({reason})",
    "auth-wrong":
        "instelling QA_AUTH={auth!r}: schrijf users: en een bestand, of header: en de naam van "
        "een kop die een proxy zet",
    "others-before":
        "er zijn {before} anderen voor u; probeer het over {seconds} seconden opnieuw",
    "too-many-questions":
        "meer dan {most} vragen in een minuut; probeer het over {seconds} seconden opnieuw",
    "paragraph-not-there":
        "{doc_id} heeft geen {unit}; de alinea’s zijn 1 tot {count}",
    "file-changed-since-read":
        "is veranderd sinds de brief eruit gelezen is",
    "no-picture":
        "{doc_id} is niet uit een pdf gelezen, en heeft dus geen afbeelding",
    "user-name-wrong":
        "{name!r} kan geen naam van een gebruiker zijn; gebruik letters, cijfers, punten, "
        "streepjes en @",
    "password-length-wrong":
        "een wachtwoord heeft {least} tot {most} tekens",
    "no-such-user":
        "{path} heeft geen gebruiker {name!r}",
    "users-missing":
        "geen bestand met gebruikers {path}; maak het met: letters-qa user add NAME --file "
        "{path}",
    "users-unreadable":
        "het bestand met gebruikers {path} kan niet worden gelezen ({reason})",
    "role-wrong":
        "{path}: een rol is reader of editor, niet {role!r}",
    "index-updating":
        "de index wordt bijgewerkt; wacht tot dat klaar is",
    "index-checking":
        "de index wordt gecontroleerd; wacht tot dat klaar is",
    "letters-being-fetched":
        "er worden nieuwe brieven opgehaald; wacht tot dat klaar is",
    "index-going-back":
        "de index gaat terug naar een eerdere generatie; wacht tot dat klaar is",
    "program-fault":
        "een fout van het programma; het logboek zegt meer",
    "program-fault-of":
        "een fout van het programma ({kind})",
    "citation-changed":
        "{doc_id} is gewijzigd sinds versie {version}, waar deze verwijzing van is; er staat "
        "nu iets anders; zie wat er stond op {link}, of vraag opnieuw",
    "citation-gone":
        "{doc_id} is gewijzigd sinds versie {version}, waar deze verwijzing van is; deze "
        "woorden staan er niet meer in; zie wat er stond op {link}, of vraag opnieuw",
    "citation-not-kept":
        "{doc_id} is gewijzigd sinds versie {version}, waar deze verwijzing van is, en die "
        "versie is niet bewaard; vraag opnieuw",
    "one-range":
        "geef één bereik, zoals q=8520-8760",
    "address-too-long":
        "het adres is te lang; stel een kortere vraag",
    "nothing-here":
        "hier is niets",
    "name-not-known":
        "deze server heet niet {name!r}; als dat wel zo is, noem het in QA_HOSTS",
    "another-site":
        "een pagina van een andere website mag dit niet doen",
    "length-missing":
        "een verzoek moet zeggen hoe lang het is",
    "length-no-number":
        "Content-Length is geen getal",
    "request-too-large":
        "{bytes:,} bytes is meer dan {most:,}; stuur minder tegelijk",
    "too-many-passwords":
        "te veel verkeerde wachtwoorden; wacht {seconds} seconden",
    "sign-in-at-proxy":
        "meld u aan bij de proxy voor deze server; die moet {header} zetten",
    "sign-in":
        "meld u aan op /login, of stuur naam en wachtwoord met HTTP Basic",
    "only-editors":
        "alleen redacteuren mogen dit; zie QA_ROLE en QA_AUTH in docs/serving.md hoe men dat "
        "wordt",
    "parameters-unknown":
        "geen parameter {unknown} hier",
    "parameters-unknown-of":
        "geen parameter {unknown} hier; er is {known}",
    "request-wrong":
        "{where}: {said}",
    "request-unreadable":
        "deze zijn niet te lezen: {fields}",
    "saved-as":
        "antwoorden worden bewaard als {endings}",
    "no-such-function":
        "de pagina heeft deze functie niet; laad haar opnieuw",
    "tool-takes-no":
        "{tool} neemt geen {argument!r}; het neemt {known}",
    # the command line
    "table-ending-unknown":
        "{path}: tabellen worden geschreven als .csv of .xlsx",
    "saved-ending-unknown":
        "{path}: antwoorden worden bewaard als .html en .json",
    "questions-not-read":
        "{path} kan niet worden gelezen ({reason}); geef een UTF-8-bestand met regels JSON",
    "question-line-wrong":
        '{path}, regel {number}: geen vraag; schrijf {{"id": "1", "question": "..."}}',
    "about":
        "{what}: {message}",
    "line-of":
        "{path}, regel {number:d}",
    "filter-wrong":
        '{place}: {given!r} is geen filter; schrijf {{"dossiers": ["28676"], "since": '
        '"2023"}}; andere velden zijn letters, kinds, senders en until',
    "form-is-no-text":
        "deze vorm is geen tekst; geef een bestand met --output",
    "not-written":
        "{path} kan niet worden geschreven ({reason})",
    "nothing-explains":
        "geen brief legt {short!r} uit; bekijk alle met: letters-qa glossary",
    "no-publication":
        "{citing!r} is de naam van geen publicatie; schrijf 28676-426, of een kenmerk zoals "
        "kst-28676-426",
    "no-such-paragraph":
        "geen alinea {paragraph} in {doc_id}; het heeft {count} alinea’s",
    "no-such-unit":
        "{doc_id} heeft geen {label}; zie: letters-qa show {doc_id}",
    "unit-has-changed":
        "{label} van versie {version}: {proof}; zie wat er stond met: {command}",
}  # fmt: skip
"""Code -> text, with its values by name."""
