"""What the program tells, for readers of Dutch: reasons for files left out, problems, notices.

The program's own messages are English, as its logs and its API are; here each is found again by its
form and said in Dutch, its values as they are. A message that is not known stays English and is
marked as such. Translates nothing else: the page's own texts are in `qa.web.texts`.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape

from qa.web.texts import Texts

_ANEW = "haal het bestand opnieuw op"
_USE_PDF = "gebruik de pdf van de brief"
_WITHOUT_PASSWORD = "open het met het wachtwoord en bewaar het zonder"
_REBUILD = "bouw opnieuw op met: letters-qa index --rebuild"
_ROLLBACK = "ga terug met: letters-qa index --rollback"

_LONG = 2000  # characters; a file's path and a reason are shorter
_DEEP = 2  # values within values
_ABOUT = 4  # things that a message may say it is about

DUTCH: dict[str, str] = {
    # files that cannot be read
    "the file is empty; put the letter's text in it or remove it":
        "het bestand is leeg; zet de tekst van de brief erin of verwijder het",
    "this Word file (DOCX) is encrypted; open it with its password and save it without one":
        f"dit Word-bestand (DOCX) is versleuteld; {_WITHOUT_PASSWORD}",
    "this ODT is encrypted; open it with its password and save it without one":
        f"deze ODT is versleuteld; {_WITHOUT_PASSWORD}",
    "this PDF is encrypted; open it with its password and save it without one":
        f"deze pdf is versleuteld; {_WITHOUT_PASSWORD}",
    "the file is encrypted; save it without a password":
        "het bestand is versleuteld; bewaar het zonder wachtwoord",
    "this is a binary file, not text; save the letter as PDF or DOCX":
        "dit is een binair bestand, geen tekst; bewaar de brief als pdf of DOCX",
    "this is a spreadsheet or slides, not a letter; save it as PDF":
        "dit is een rekenblad of een presentatie, geen brief; bewaar het als pdf",
    "this is a zip archive, not a letter; unpack it into the corpus":
        "dit is een zip-archief, geen brief; pak het uit in de map met brieven",
    "this zip-based file (DOCX or ODT?) is damaged; get the file again":
        f"dit bestand (DOCX of ODT?) is beschadigd; {_ANEW}",
    "this is an old binary Word file (.doc); open it in Word or LibreOffice and save it as DOCX":
        "dit is een oud Word-bestand (.doc); bewaar het met Word of LibreOffice als DOCX",
    "this is an old binary Office file; save the letter as DOCX or PDF":
        "dit is een oud binair Office-bestand; bewaar de brief als DOCX of pdf",
    "this is a mail of Outlook (.msg); save the letter that hangs on it":
        "dit is een mail van Outlook (.msg); bewaar de brief die eraan hangt",
    "this is a sheet of Excel (.xls), not a letter; save the letter as PDF":
        "dit is een rekenblad van Excel (.xls), geen brief; bewaar de brief als pdf",
    "this is slides of PowerPoint (.ppt), not a letter; save the letter as PDF":
        "dit is een presentatie van PowerPoint (.ppt), geen brief; bewaar de brief als pdf",
    "this is a cache of pictures, not a letter; remove it":
        "dit is een voorraad plaatjes, geen brief; verwijder het",
    "a link to a folder is not followed; put the folder itself here":
        "een koppeling naar een map wordt niet gevolgd; zet de map zelf hier",
    "a link that leads out of the corpus is not followed; put the letter itself here, or set "
    "QA_FOLLOW_LINKS=1":
        "een koppeling die buiten de map met brieven uitkomt wordt niet gevolgd; zet de brief zelf "
        "hier, of zet QA_FOLLOW_LINKS=1",
    "a link of this name leads out of the corpus; give the file another":
        "een koppeling die zo heet komt buiten de map met brieven uit; geef het bestand een andere "
        "naam",
    "the folder {} leads out of the corpus; remove this link":
        "de map {} komt buiten de map met brieven uit; verwijder deze koppeling",
    "{} leads out of the corpus by a link, where nothing is changed; do it where the files are":
        "{} komt door een koppeling buiten de map met brieven uit, waar niets wordt veranderd; doe "
        "het waar de bestanden staan",
    "this is an RTF file; save it as DOCX": "dit is een RTF-bestand; bewaar het als DOCX",
    "this is a {} picture; make a PDF with a text layer of it (ocrmypdf)":
        "dit is een {}-afbeelding; maak er een pdf met tekstlaag van (ocrmypdf)",
    "no {} in it; save the letter as DOCX again":
        "er zit geen {} in; bewaar de brief opnieuw als DOCX",
    "no text in this Word file, only fields or pictures; save the letter as PDF":
        "geen tekst in dit Word-bestand, alleen velden of afbeeldingen; bewaar de brief als pdf",
    "this is the site's error page (404), not a letter; get the letter again":
        "dit is de foutpagina van de website (404), geen brief; haal de brief opnieuw op",
    "no text in this HTML; use the letter's PDF": f"geen tekst in deze HTML; {_USE_PDF}",
    "this HTML cannot be read ({}); get it again":
        f"deze HTML kan niet worden gelezen ({{}}); {_ANEW}",
    "{} declares entities, which letters do not; get the file again or use the letter's PDF":
        f"{{}} bevat entiteiten, wat brieven niet doen; {_ANEW} of {_USE_PDF}",
    "{} is nested too deeply or holds too much for a letter; use the letter's PDF":
        f"{{}} is te diep genest of te groot voor een brief; {_USE_PDF}",
    "{} is not well-formed ({}); get the file again or use its PDF":
        f"{{}} is niet welgevormd ({{}}); {_ANEW} of {_USE_PDF}",
    "{} is damaged (not a whole zip archive); get the file again":
        f"{{}} is beschadigd (geen heel zip-archief); {_ANEW}",
    "its part {} unpacks to more than {} MB, which no letter does; save the letter as PDF":
        "het onderdeel {} wordt uitgepakt groter dan {} MB, wat geen brief is; bewaar de brief als "
        "pdf",
    "its part {} is missing; save the file again":
        "het onderdeel {} ontbreekt; bewaar het bestand opnieuw",
    "its part {} is damaged; get the file again": f"het onderdeel {{}} is beschadigd; {_ANEW}",
    "this PDF is a scan, and OCR is asked for but not installed; on Debian: {}":
        "deze pdf is een scan, en tekstherkenning is gevraagd maar niet geïnstalleerd; op Debian: "
        "{}",
    "OCR failed ({}); make a PDF with a text layer yourself":
        "de tekstherkenning is mislukt ({}); maak zelf een pdf met tekstlaag",
    "OCR took more than {} seconds; raise QA_READ_SECONDS":
        "de tekstherkenning duurde langer dan {} seconden; verhoog QA_READ_SECONDS",
    "no text in this ODT (a table or a drawing?); use the letter's PDF":
        f"geen tekst in deze ODT (een tabel of een tekening?); {_USE_PDF}",
    "no text in this ODT; use the letter's PDF": f"geen tekst in deze ODT; {_USE_PDF}",
    "this PDF has no text layer (a scan); make one with OCR: letters-qa index --ocr":
        "deze pdf heeft geen tekstlaag (een scan); maak die met tekstherkenning: letters-qa index "
        "--ocr",
    "more than {} pages; split it": "meer dan {} pagina’s; splits het",
    "this PDF is damaged and cannot be opened; get the file again from its source":
        f"deze pdf is beschadigd en kan niet worden geopend; {_ANEW} bij de bron",
    "page {} of this PDF is damaged; get the file again":
        f"pagina {{}} van deze pdf is beschadigd; {_ANEW}",
    "page {} cannot be drawn": "pagina {} kan niet worden getekend",
    "drawing page {} took more than {} seconds":
        "pagina {} tekenen duurde langer dan {} seconden",
    "not valid {} at byte {}; save it as UTF-8": "geen geldig {} bij byte {}; bewaar het als UTF-8",
    "no words in this file; put the letter's text in it or remove it":
        "geen woorden in dit bestand; zet de tekst van de brief erin of verwijder het",
    "only margin lines in this file, no letter text":
        "alleen kantregels in dit bestand, geen tekst van een brief",
    "this is {}, not a letter; remove it from the corpus":
        "dit is {}, geen brief; verwijder het uit de map met brieven",
    "no letter in this XML (its root is {}); use the letter's PDF":
        f"geen brief in deze XML (de wortel is {{}}); {_USE_PDF}",
    "this XML holds no text; put the letter's PDF beside it":
        "deze XML bevat geen tekst; zet de pdf van de brief ernaast",
    "reading it needed more than {} MB or broke the reader, so it is left out; save it anew, "
    "split it, or raise QA_READ_MEMORY_MB":
        "het lezen kostte meer dan {} MB of liep vast, dus is het weggelaten; bewaar het opnieuw, "
        "splits het of verhoog QA_READ_MEMORY_MB",
    "reading it took more than {} seconds, so it is left out; save it anew, split it, or raise "
    "QA_READ_SECONDS":
        "het lezen duurde langer dan {} seconden, dus is het weggelaten; bewaar het opnieuw, "
        "splits het of verhoog QA_READ_SECONDS",
    "the reader's answer cannot be understood; report this file":
        "het antwoord van de lezer is niet te begrijpen; meld dit bestand",
    "this XML": "deze XML",
    "this Word file": "dit Word-bestand",
    "this ODT": "deze ODT",
    "its part {}": "het onderdeel {}",
    "a debate (Handelingen)": "een debat (Handelingen)",
    "a Staatscourant": "een Staatscourant",
    "a Staatsblad": "een Staatsblad",
    "a feed": "een feed",
    "metadata of a publication": "metagegevens van een publicatie",
    "an answer of the search service": "een antwoord van de zoekdienst",
    # files and their names
    "the file's name cannot be printed; rename the file":
        "de naam van het bestand kan niet worden afgedrukt; geef het een andere naam",
    "{} is more than the limit of {}; split it, or raise QA_MAX_FILE_BYTES":
        "{} is meer dan de grens van {}; splits het of verhoog QA_MAX_FILE_BYTES",
    "the machine failed when it was to be read ({}); it is tried again at the next update":
        "de machine haperde toen het gelezen werd ({}); bij de volgende keer bijwerken wordt het "
        "opnieuw geprobeerd",
    "the process that read it was ended from outside (signal {}), as systems do that run out of "
    "memory; it is tried again at the next update; free memory, or lower QA_READ_MEMORY_MB ({}) "
    "to what there is":
        "het proces dat het las is van buiten beëindigd (signaal {}), zoals systemen doen die "
        "geheugen tekortkomen; bij de volgende keer bijwerken wordt het opnieuw geprobeerd; maak "
        "geheugen vrij, of zet QA_READ_MEMORY_MB ({}) op wat er is",
    "OCR was ended from outside (signal {}), as systems do that run out of memory; it is tried "
    "again at the next update":
        "de OCR is van buiten beëindigd (signaal {}), zoals systemen doen die geheugen "
        "tekortkomen; bij de volgende keer bijwerken wordt het opnieuw geprobeerd",
    "the cluster did not read it ({}); it is tried again at the next update":
        "het cluster heeft het niet gelezen ({}); bij de volgende keer bijwerken wordt het opnieuw "
        "geprobeerd",
    "the process that reads letters cannot be started ({}); see whether memory or disk is full, "
    "and try again; the index stays as it was":
        "het proces dat brieven leest kan niet starten ({}); kijk of geheugen of schijf vol is, en "
        "probeer het opnieuw; de index blijft zoals hij was",
    "{} cannot be listed ({}); see whether its disk is there, and try again; the index stays as it "
    "was":
        "de inhoud van {} kan niet worden opgevraagd ({}); kijk of de schijf er is, en probeer het "
        "opnieuw; de index blijft zoals hij was",
    "cannot be opened ({}); check its rights": "kan niet worden geopend ({}); kijk de rechten na",
    "cannot be read ({})": "kan niet worden gelezen ({})",
    "its name cannot be used for a file; give it a plain one":
        "die naam kan geen bestand hebben; geef het een gewone naam",
    "its name is not one of a letter's file; give it another":
        "dat is geen naam voor het bestand van een brief; geef het een andere naam",
    "no form of letter ends so; give PDF, DOCX, ODT, XML, HTML or plain text (.txt)":
        "zo eindigt geen vorm van een brief; geef pdf, DOCX, ODT, XML, HTML of platte tekst (.txt)",
    "it has the id {} of {} but other text; remove one, or give it its own doc_id in {}":
        "het heeft het kenmerk {} van {} maar een andere tekst; verwijder een van beide, of geef "
        "het een eigen doc_id in {}",
    "{} is not what this field takes; see docs/letters.md":
        "{} is geen waarde voor dit veld; zie docs/letters.md",
    'no JSON object; write {"date": "2024-02-05"} or remove it':
        'geen JSON-object; schrijf {"date": "2024-02-05"} of verwijder het',
    "unknown field {}; the fields are {}": "onbekend veld {}; de velden zijn {}",
    "{} names a folder; give it another": "{} is de naam van een map; geef een ander",
    "{} has more than {} bytes; give a shorter one":
        "{} is langer dan {} bytes; geef een korter",
    "more than {} kB, which no sidecar has; mend it or remove it":
        "meer dan {} kB, wat geen bestand met gegevens heeft; herstel of verwijder het",
    "a folder of letters has this name; give the file another":
        "een map met brieven heet zo; geef het bestand een andere naam",
    "{} must hold no slash, backslash or line break":
        "{} mag geen schuine streep en geen regeleinde bevatten",
    "cannot be read ({}); mend it or remove it":
        "kan niet worden gelezen ({}); herstel of verwijder het",
    # notices
    "not UTF-8 (byte {}); decoded as latin-1 ({}): check the accents, or save it as UTF-8":
        "geen UTF-8 (byte {}); gelezen als latin-1 ({}): kijk de accenten na, of bewaar het als "
        "UTF-8",
    "no text on page {}: scanned pages are left out":
        "geen tekst op pagina {}: gescande pagina’s zijn weggelaten",
    "read by OCR: compare a quote with the scan before you cite it":
        "gelezen met tekstherkenning: vergelijk een citaat met de scan voordat u het aanhaalt",
    "text on page {} cannot be read; compare a quote with the original before you cite it":
        "tekst op pagina {} is niet te lezen; vergelijk een citaat met het origineel voordat u het "
        "aanhaalt",
    "some of its text cannot be read; compare a quote with the original before you cite it":
        "een deel van de tekst is niet te lezen; vergelijk een citaat met het origineel voordat u "
        "het aanhaalt",
    "much of page {} is {} and left out":
        "veel van pagina {} is {} en weggelaten",
    "much of the letter is {} and left out":
        "veel van de brief is {} en weggelaten",
    "hidden": "verborgen",
    "struck through": "doorgehaald",
    "decoration": "versiering",
    "a comment": "een opmerking",
    "{} has another text and counts as an older version of {}, not searched, for {}; if they are "
    "two letters, give it a doc_id of its own in {}":
        "{} heeft een andere tekst en geldt als oudere versie van {}, niet doorzocht, want {}; "
        "zijn het twee brieven, geef het dan een eigen doc_id in {}",
    "it is dated earlier ({} against {})": "het is eerder gedateerd ({} tegen {})",
    "its file is older ({} against {})": "het bestand is ouder ({} tegen {})",
    "its name comes first and both files are of one time":
        "de naam komt eerder en beide bestanden zijn van één tijd",
    "not in its text, because {}: {}; see: letters-qa show {}":
        "niet in de tekst, want {}: {}; zie: letters-qa show {}",
    "unreadable": "onleesbaar",
    "no PDF beside it; pdf {}": "geen pdf ernaast; pdf {}",
    "named {}, but it is not one; read as {}": "heet {}, maar is dat niet; gelezen als {}",
    "the same letter as {}; kept once (if not: give it a doc_id of its own in {})":
        "dezelfde brief als {}; een keer bewaard (zo niet: geef het een eigen doc_id in {})",
    # removing and bringing back
    "the files of {} are not in {} any more; update the index":
        "de bestanden van {} staan niet meer in {}; werk de index bij",
    "{} cannot be moved ({}); what was moved is in {}":
        "{} kan niet worden verplaatst ({}); wat verplaatst is, staat in {}",
    "{} cannot be moved ({})": "{} kan niet worden verplaatst ({})",
    "nothing that was removed is called {}": "niets wat verwijderd is, heet {}",
    "{} is in {} again; remove it first, or take the old one from {}":
        "{} staat weer in {}; verwijder dat eerst, of haal het oude uit {}",
    # the index
    "no letter to index in {}: {}; the index {} stays as it was":
        "geen brief om te indexeren in {}: {}; de index {} blijft zoals hij was",
    "no folder {}; make it and put letters in it, or pass --corpus DIR":
        "geen map {}; maak die en zet er brieven in, of geef een andere met --corpus",
    "index segment {} is damaged ({}); go back with: letters-qa index --rollback, or build anew "
    "with: letters-qa index --rebuild":
        f"segment {{}} van de index is beschadigd ({{}}); {_ROLLBACK}, of {_REBUILD}",
    "index segment {} is damaged ({}); go back to the last whole generation with: letters-qa "
    "index --rollback, or build anew with: letters-qa index --rebuild":
        f"segment {{}} van de index is beschadigd ({{}}); {_ROLLBACK}, of {_REBUILD}",
    "{} cannot be read ({}); go back to the last whole generation with: letters-qa index "
    "--rollback, or build anew with: letters-qa index --rebuild":
        f"{{}} kan niet worden gelezen ({{}}); {_ROLLBACK}, of {_REBUILD}",
    "{} is damaged ({}); see what is whole with: letters-qa index --verify, go back with "
    "--rollback, or build anew with --rebuild":
        f"{{}} is beschadigd ({{}}); kijk wat heel is met: letters-qa index --verify, {_ROLLBACK}, "
        f"of {_REBUILD}",
    "index {} has format {}, this program reads {}; rebuild it with: letters-qa index --rebuild":
        f"index {{}} heeft vorm {{}}, dit programma leest {{}}; {_REBUILD}",
    "{} cannot be written ({}); see whether the disk is full and may be written to; the index "
    "stays as it was":
        "{} kan niet worden geschreven ({}); kijk of de schijf vol is en of erop geschreven mag "
        "worden; de index blijft zoals hij was",
    "index {} is being written by {}; wait until it is done":
        "index {} wordt geschreven door {}; wacht tot dat klaar is",
    "segments of index {} are being merged; wait until that is done":
        "segmenten van index {} worden samengevoegd; wacht tot dat klaar is",
    "index {} has no earlier generation in which letters differ; kept are: {}; name one with "
    "--generation":
        "index {} heeft geen eerdere generatie met andere brieven; bewaard zijn: {}; noem er een "
        "met --generation",
    "this letter was deleted later; the index was gone back to the time before that":
        "deze brief is later verwijderd; de index is teruggezet naar de tijd daarvoor",
    "index {} has no generation {} to go back to; kept are: {}; build anew with: letters-qa "
    "index --rebuild":
        f"index {{}} heeft geen generatie {{}} meer; bewaard zijn: {{}}; {_REBUILD}",
    # the index in Milvus, letters read on Ray
    "Milvus at {} does not do what it is asked ({}); check that it runs and that QA_STORE names "
    "it, or unset QA_STORE to use the folder":
        "Milvus op {} doet niet wat gevraagd wordt ({}); kijk of het draait en of QA_STORE het "
        "noemt, of haal QA_STORE weg om de map te gebruiken",
    "{} cannot be opened: Milvus in a file serves one program at a time, and another has it open; "
    "end that one, or run a Milvus server":
        "{} kan niet worden geopend: Milvus in een bestand dient één programma tegelijk, en een "
        "ander heeft het open; beëindig dat, of gebruik een server van Milvus",
    "Milvus holds {} of {} passages that were written; run letters-qa index again":
        "Milvus heeft {} van {} passages die geschreven zijn; doe nog eens: letters-qa index",
    "Milvus holds {} passages of the letters that stay, and should hold others; build anew with: "
    "letters-qa index --rebuild":
        f"Milvus heeft {{}} passages van de brieven die blijven, en hoort er andere te hebben; "
        f"{_REBUILD}",
    "Milvus did not keep a letter as it was written ({}); run letters-qa index again":
        "Milvus heeft een brief niet bewaard zoals hij geschreven is ({}); doe nog eens: "
        "letters-qa index",
    "a letter in Milvus is not what was written ({}); build anew with: letters-qa index --rebuild":
        f"een brief in Milvus is niet wat geschreven is ({{}}); {_REBUILD}",
    "another process began to write the index in Milvus, for this one did not answer for {} s; run "
    "it again":
        "een ander proces is de index in Milvus gaan schrijven, want dit antwoordde {} s niet; doe "
        "het nog eens",
    "generation {} in Milvus is damaged ({}); go back with: letters-qa index --rollback, or build "
    "anew with: letters-qa index --rebuild":
        f"generatie {{}} in Milvus is beschadigd ({{}}); {_ROLLBACK}, of {_REBUILD}",
    "generation {} of {} in Milvus is not whole; go back with: letters-qa index --rollback, or "
    "build anew with: letters-qa index --rebuild":
        f"generatie {{}} van {{}} in Milvus is niet heel; {_ROLLBACK}, of {_REBUILD}",
    "table {} is not in Milvus; go back with: letters-qa index --rollback, or build anew with: "
    "letters-qa index --rebuild":
        f"tabel {{}} is niet in Milvus; {_ROLLBACK}, of {_REBUILD}",
    "no index {} in Milvus at {}; build it with: letters-qa index":
        "geen index {} in Milvus op {}; bouw hem met: letters-qa index",
    "index {} in Milvus has format {}, this program reads {}; rebuild it with: letters-qa index "
    "--rebuild":
        f"index {{}} in Milvus heeft vorm {{}}, dit programma leest {{}}; {_REBUILD}",
    "the index in Milvus is being written by process {} on {}; wait until it is done":
        "de index in Milvus wordt geschreven door proces {} op {}; wacht tot dat klaar is",
    "there is no earlier generation in which letters differ; kept are: {}; name one with "
    "--generation":
        "er is geen eerdere generatie met andere brieven; bewaard zijn: {}; noem er een met "
        "--generation",
    "there is no generation {} to go back to; kept are: {}; build anew with: letters-qa index "
    "--rebuild":
        f"er is geen generatie {{}} om naar terug te gaan; bewaard zijn: {{}}; {_REBUILD}",
    "no Ray cluster at {} ({}); start one with: ray start --head, and give its address (if it asks "
    "for a token, set RAY_AUTH_MODE=token and RAY_AUTH_TOKEN), or build here without --ray":
        "geen cluster van Ray op {} ({}); start er een met: ray start --head, en geef het adres "
        "(als het een token vraagt, zet RAY_AUTH_MODE=token en RAY_AUTH_TOKEN), of bouw hier "
        "zonder --ray",
    "the Ray cluster at {} asks for a token, and got none or another; set RAY_AUTH_MODE=token and "
    "RAY_AUTH_TOKEN to what this prints on the cluster: ray get-auth-token, or build here without "
    "--ray":
        "het cluster van Ray op {} vraagt een token, en kreeg er geen of een ander; zet "
        "RAY_AUTH_MODE=token en RAY_AUTH_TOKEN op wat dit op het cluster geeft: ray "
        "get-auth-token, of bouw hier zonder --ray",
    "the cluster at {} did not read {} files in a row ({}); the index stays as it was; mend the "
    "cluster, or build here without --ray":
        "het cluster op {} heeft {} bestanden achter elkaar niet gelezen ({}); de index blijft "
        "zoals hij was; herstel het cluster, of bouw hier zonder --ray",
    # the encoder
    "index {} was built with the encoder {}, but the settings ask for {}; rebuild it with: {}":
        "index {} is gebouwd met de encoder {}, maar de instellingen vragen {}; bouw opnieuw op "
        "met: {}",
    "index {} was built with the {} {}, but the settings ask for {}; rebuild it with: {}":
        "index {} is gebouwd met {} {}, maar de instellingen vragen {}; bouw opnieuw op met: {}",
    "no letter {} in index {}; see them with: letters-qa letters":
        "geen brief {} in index {}; bekijk ze met: letters-qa letters",
    "{} has changed since version {}, which this citation is of; it says otherwise there now; see "
    "what it said at {}, or ask again":
        "{} is gewijzigd sinds versie {}, waar deze verwijzing van is; er staat nu iets anders; "
        "zie wat er stond op {}, of vraag opnieuw",
    "{} has changed since version {}, which this citation is of; these words are gone; see what it "
    "said at {}, or ask again":
        "{} is gewijzigd sinds versie {}, waar deze verwijzing van is; deze woorden staan er niet "
        "meer in; zie wat er stond op {}, of vraag opnieuw",
    "{} has changed since version {}, which this citation is of, and that version was not kept; "
    "ask again":
        "{} is gewijzigd sinds versie {}, waar deze verwijzing van is, en die versie is niet "
        "bewaard; vraag opnieuw",
    "give one range, such as q=8520-8760": "geef één bereik, zoals q=8520-8760",
    "{} of {}; see them with: letters-qa letters --versions":
        "{} van {}; bekijk ze met: letters-qa letters --versions",
    "{} cannot be read ({}); check its rights":
        "{} kan niet worden gelezen ({}); kijk de rechten na",
    "generation {}, which is kept to go back to, is damaged: {}":
        "generatie {}, die bewaard wordt om naar terug te gaan, is beschadigd: {}",
    "its file says that it is {}": "het bestand zegt dat het {} is",
    "its segments hold other letters than it counts":
        "de segmenten bevatten andere brieven dan ze telt",
    "{} has changed though its size and times have not; see whether the disk is whole, and get "
    "the file again":
        "{} is veranderd terwijl de grootte en de tijden dat niet zijn; kijk of de schijf heel is, "
        f"en {_ANEW}",
    "{} is damaged; its letter cannot come back":
        "{} is beschadigd; de brief ervan kan niet terugkomen",
    "{} has changed since {} was removed": "{} is veranderd sinds {} werd verwijderd",
    "the list of words cannot be read ({}); install the program again":
        "de woordenlijst kan niet worden gelezen ({}); installeer het programma opnieuw",
    "{}: not feedback of letters-qa": "{}: geen terugkoppeling van letters-qa",
    "{} is damaged ({}); remove it": "{} is beschadigd ({}); verwijder het",
    "a quote of {} is not what its letter says at {}-{}; check the index with: letters-qa index "
    "--verify":
        "een citaat van {} is niet wat de brief zegt bij {}-{}; controleer de index met: "
        "letters-qa index --verify",
    "generation {} of {} counts {}, but its segments hold {}; rebuild it with: letters-qa index "
    "--rebuild":
        f"generatie {{}} van {{}} telt {{}}, maar de segmenten bevatten {{}}; {_REBUILD}",
    "generation {} of {} lacks {}; rebuild it with: letters-qa index --rebuild":
        f"generatie {{}} van {{}} mist {{}}; {_REBUILD}",
    "letter {} stands in two segments of {}; build anew with: letters-qa index --rebuild":
        f"brief {{}} staat in twee segmenten van {{}}; {_REBUILD}",
    "no index in {}; build it with: {}": "geen index in {}; bouw hem met: {}",
    # dates and questions
    "{} is no date; write a day, a month or a year: 2024-02-05, 2024-02 or 2024":
        "{} is geen datum; schrijf een dag, een maand of een jaar: 2024-02-05, 2024-02 of 2024",
    "the question is empty; type a few words, in English or Dutch":
        "de vraag is leeg; typ een paar woorden, in het Nederlands of Engels",
    "{} has only words that every letter has; say what the question is about":
        "{} heeft alleen woorden die in elke brief staan; zeg waar de vraag over gaat",
    # fetching
    "{} is the end of more than {} redirects": "{} is het eind van meer dan {} doorverwijzingen",
    "{} is not there (status {})": "{} is er niet (status {})",
    "{} asks for fewer requests (status 429); run it again later":
        "{} vraagt om minder verzoeken (status 429); probeer het later opnieuw",
    "{} answers {} after {} tries; run it again later":
        "{} antwoordt {} na {} pogingen; probeer het later opnieuw",
    "{} answers {}; run it again later": "{} antwoordt {}; probeer het later opnieuw",
    "the service asks to wait {} seconds; run it again then":
        "de dienst vraagt {} seconden te wachten; probeer het dan opnieuw",
    "{} is not an http or https url on {}; it was not asked for":
        "{} is geen http- of https-adres op {}; het is niet opgevraagd",
    "{} is not a url": "{} is geen adres",
    "{} broke off after {} bytes ({}); run it again":
        "{} brak af na {} bytes ({}); probeer het opnieuw",
    "{} has more than {} bytes; raise QA_MAX_FILE_BYTES":
        "{} heeft meer dan {} bytes; verhoog QA_MAX_FILE_BYTES",
    "{} takes longer than {} s": "{} duurt langer dan {} s",
    "no readable form: {}": "geen leesbare vorm: {}",
    "the service has no letter with this id; check the id":
        "de dienst heeft geen brief met dit kenmerk; kijk het kenmerk na",
    "the service has no readable form of it; look for it on its website":
        "de dienst heeft er geen leesbare vorm van; zoek hem op de website",
    "the service gives this as an id, and it is none; left out":
        "de dienst geeft dit als kenmerk, en dat is het niet; weggelaten",
    "cannot be written ({}); check the folder": "kan niet worden geschreven ({}); kijk de map na",
    "the server fails on {} letters in a row; try later":
        "de server faalt bij {} brieven na elkaar; probeer het later",
    "say which letters: a dossier, an id such as kst-28676-449, or a date":
        "zeg welke brieven: een dossier, een kenmerk zoals kst-28676-449, of een datum",
    "{} ids are too many for one query; give at most {}":
        "{} kenmerken zijn te veel voor één vraag; geef er hoogstens {}",
    "until {} lies before since {}; exchange them":
        "de einddatum {} ligt voor de begindatum {}; wissel ze om",
    "since {} lies in the future; give an earlier day":
        "de begindatum {} ligt in de toekomst; geef een eerdere dag",
    "{} is not an official id; write it as kst-28676-449 or ah-tk-20232024-1433":
        "{} is geen officieel kenmerk; schrijf het als kst-28676-449 of ah-tk-20232024-1433",
    "{} is not a dossier's number; write it as 28676 or 36800-X":
        "{} is geen dossiernummer; schrijf het als 28676 of 36800-X",
    "{} is not a day; write it as 2024-01-31": "{} is geen dag; schrijf het als 2024-01-31",
    "{} records answer this, and the service gives {} at most; ask for one dossier or fewer days":
        "{} publicaties voldoen, en de dienst geeft er hoogstens {}; vraag één dossier of minder "
        "dagen",
    "{} does not answer as an SRU service; check its url, or try later":
        "{} antwoordt niet als zoekdienst; kijk het adres na, of probeer het later",
    "{} refuses the query: {}": "{} weigert de zoekvraag: {}",
    "{} does not say how many records there are; try later":
        "{} zegt niet hoeveel publicaties er zijn; probeer het later",
}  # fmt: skip
"""Each message with ``{}`` for its values, and the Dutch with the same values in the same order."""


def in_dutch(message: str) -> str | None:
    """Return a message of the program in Dutch; None if it is not known, or longer than any.

    A message may begin with what it is about, before a colon; its values may be messages.

    Example:
        >>> in_dutch("a.pdf: more than 2000 pages; split it")
        'a.pdf: meer dan 2000 pagina’s; splits het'
        >>> in_dutch("something else") is None
        True
    """
    return _in_dutch(message, _DEEP) if len(message) <= _LONG else None


def _in_dutch(message: str, deep: int) -> str | None:
    parts = message.split(": ", _ABOUT)
    for first in range(len(parts)):
        rest = ": ".join(parts[first:])
        said = _whole_in_dutch(rest, deep)
        if said:
            return ": ".join([*parts[:first], said])
    return None


def _whole_in_dutch(message: str, deep: int) -> str | None:
    """Return a message that is nothing else in Dutch."""
    for fixed, form, dutch in _forms():
        if all(part in message for part in fixed) and (found := form.fullmatch(message)):
            values = ((deep and _in_dutch(value, deep - 1)) or value for value in found.groups())
            return _filled(dutch, list(values))
    return None


def told(message: str, texts: Texts) -> str:
    """Return a message in the page's language if it is known in it, else in English."""
    return (in_dutch(message) if texts.lang == "nl" else None) or message


def told_html(message: str, texts: Texts) -> str:
    """Return a message in the page's language, or in English marked as such; escaped."""
    said = in_dutch(message) if texts.lang == "nl" else message
    return escape(said) if said else f'<span lang="en">{escape(message)}</span>'


def _filled(text: str, values: list[str]) -> str:
    parts = text.split("{}")
    return "".join(f"{part}{value}" for part, value in zip(parts, [*values, ""], strict=True))


@cache
def _forms() -> list[tuple[list[str], re.Pattern[str], str]]:
    """Return the forms of messages with their fixed parts, those with more fixed text first."""
    every = sorted(DUTCH.items(), key=lambda pair: -len(pair[0]))
    parts = [(english.split("{}"), dutch) for english, dutch in every]
    return [
        (fixed, re.compile("(.+)".join(map(re.escape, fixed)), re.DOTALL), dutch)
        for fixed, dutch in parts
    ]
