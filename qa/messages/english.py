"""What the program tells people, in English: logs and the API are in it too."""

from __future__ import annotations

ENGLISH: dict[str, str] = {
    # files that cannot be read, and what is noticed in those that can
    "name-unprintable":
        "the file's name cannot be printed; rename the file",
    "link-to-folder":
        "a link to a folder is not followed; put the folder itself here",
    "file-too-large":
        "{size} is more than the limit of {most}; split it, or raise QA_MAX_FILE_BYTES",
    "not-opened":
        "cannot be opened ({reason}); check its rights",
    "id-clash":
        "it has the id {doc_id} of {first} but other text; remove one, or give it its own "
        "doc_id in {path}.json",
    "machine-failed":
        "the machine failed when it was to be read ({reason}); it is tried again at the next "
        "update",
    "file-empty":
        "the file is empty; put the letter's text in it or remove it",
    "word-encrypted":
        "this Word file (DOCX) is encrypted; open it with its password and save it without one",
    "file-binary":
        "this is a binary file, not text; save the letter as PDF or DOCX",
    "zip-damaged":
        "this zip-based file (DOCX or ODT?) is damaged; get the file again",
    "file-spreadsheet":
        "this is a spreadsheet or slides, not a letter; save it as PDF",
    "file-zip":
        "this is a zip archive, not a letter; unpack it into the corpus",
    "docx-part-missing":
        "no {part} in it; save the letter as DOCX again",
    "docx-without-text":
        "no text in this Word file, only fields or pictures; save the letter as PDF",
    "html-unreadable":
        "this HTML cannot be read ({reason}); get it again",
    "html-error-page":
        "this is the site's error page (404), not a letter; get the letter again",
    "html-without-text":
        "no text in this HTML; use the letter's PDF",
    "archive-damaged":
        "{what} is damaged (not a whole zip archive); get the file again",
    "part-missing":
        "its part {part} is missing; save the file again",
    "part-damaged":
        "its part {part} is damaged; get the file again",
    "file-encrypted":
        "the file is encrypted; save it without a password",
    "part-too-large":
        "its part {part} unpacks to more than {megabytes} MB, which no letter does; save the "
        "letter as PDF",
    "ocr-missing":
        "this PDF is a scan, and OCR is asked for but not installed; on Debian: apt-get "
        "install ocrmypdf tesseract-ocr-nld",
    "ocr-too-slow":
        "OCR took more than {seconds:.0f} seconds; raise QA_READ_SECONDS",
    "ocr-ended":
        "OCR was ended from outside (signal {signal}), as systems do that run out of memory; "
        "it is tried again at the next update",
    "ocr-failed":
        "OCR failed ({said}); make a PDF with a text layer yourself",
    "odt-encrypted":
        "this ODT is encrypted; open it with its password and save it without one",
    "odt-not-text":
        "no text in this ODT (a table or a drawing?); use the letter's PDF",
    "odt-without-text":
        "no text in this ODT; use the letter's PDF",
    "too-many-pages":
        "more than {most} pages; split it",
    "pdf-scanned":
        "this PDF has no text layer (a scan); make one with OCR: letters-qa index --ocr",
    "pdf-encrypted":
        "this PDF is encrypted; open it with its password and save it without one",
    "pdf-damaged":
        "this PDF is damaged and cannot be opened; get the file again from its source",
    "pdf-page-damaged":
        "page {page} of this PDF is damaged; get the file again",
    "page-not-drawn":
        "page {page} cannot be drawn",
    "file-without-words":
        "no words in this file; put the letter's text in it or remove it",
    "only-margins":
        "only margin lines in this file, no letter text",
    "not-a-letter":
        "this is {what}, not a letter; remove it from the corpus",
    "xml-without-letter":
        "no letter in this XML (its root is {root}); use the letter's PDF",
    "xml-without-text":
        "this XML holds no text; put the letter's PDF beside it",
    "corpus-missing":
        "no folder {corpus}; make it and put letters in it, or pass --corpus DIR",
    "folder-not-listed":
        "{path} cannot be listed ({reason}); see whether its disk is there, and try again; the "
        "index stays as it was",
    "sidecar-too-large":
        "more than {kilobytes} kB, which no sidecar has; mend it or remove it",
    "sidecar-unreadable":
        "cannot be read ({reason}); mend it or remove it",
    "sidecar-no-object":
        'no JSON object; write {{"date": "2024-02-05"}} or remove it',
    "sidecar-field-unknown":
        "unknown field {field!r}; the fields are {fields}",
    "sidecar-without-letter":
        "it belongs to one letter file {letter!r}, and there are {count}; upload the letter first, "
        "or with it",
    "sidecar-not-written":
        "the corrections of {path} cannot be written ({reason}); nothing has changed",
    "file-gone":
        "the letter's file is no longer there; update the index with: letters-qa index",
    "sidecar-value-wrong":
        "{field}: {value} is not what this field takes; see docs/letters.md",
    "id-not-a-name":
        "doc_id: {doc_id!r} must hold no slash, backslash or line break",
    "id-of-folder":
        "doc_id: {doc_id!r} names a folder; give it another",
    "id-too-long":
        "doc_id: {doc_id!r}... has more than {most} bytes; give a shorter one",
    "reading-too-slow":
        "reading it took more than {seconds:.0f} seconds, so it is left out; save it anew, "
        "split it, or raise QA_READ_SECONDS",
    "reader-ended":
        "the process that read it was ended from outside (signal {signal}), as systems do that "
        "run out of memory; it is tried again at the next update; free memory, or lower "
        "QA_READ_MEMORY_MB ({memory}) to what there is",
    "reading-too-big":
        "reading it needed more than {memory} MB or broke the reader, so it is left out; save "
        "it anew, split it, or raise QA_READ_MEMORY_MB",
    "reader-not-started":
        "the process that reads letters cannot be started ({reason}); see whether memory or "
        "disk is full, and try again; the index stays as it was",
    "reader-answer-wrong":
        "the reader's answer cannot be understood; report this file",
    "file-rtf":
        "this is an RTF file; save it as DOCX",
    "file-picture":
        "this is a {kind} picture; make a PDF with a text layer of it (ocrmypdf)",
    "file-old-word":
        "this is an old binary Word file (.doc); open it in Word or LibreOffice and save it as "
        "DOCX",
    "file-old-office":
        "this is an old binary Office file; save the letter as DOCX or PDF",
    "file-mail":
        "this is a mail of Outlook (.msg); save the letter that hangs on it",
    "file-excel":
        "this is a sheet of Excel (.xls), not a letter; save the letter as PDF",
    "file-powerpoint":
        "this is slides of PowerPoint (.ppt), not a letter; save the letter as PDF",
    "file-thumbnails":
        "this is a cache of pictures, not a letter; remove it",
    "link-leads-out":
        "a link that leads out of the corpus is not followed; put the letter itself here, or "
        "set QA_FOLLOW_LINKS=1",
    "xml-entities":
        "{what} declares entities, which letters do not; get the file again or use the "
        "letter's PDF",
    "xml-too-deep":
        "{what} is nested too deeply or holds too much for a letter; use the letter's PDF",
    "xml-not-well-formed":
        "{what} is not well-formed ({reason}); get the file again or use its PDF",
    "this-xml":
        "this XML",
    "this-word-file":
        "this Word file",
    "this-odt":
        "this ODT",
    "its-part":
        "its part {name}",
    "a-debate":
        "a debate (Handelingen)",
    "a-staatscourant":
        "a Staatscourant",
    "a-staatsblad":
        "a Staatsblad",
    "a-feed":
        "a feed",
    "metadata-of-publication":
        "metadata of a publication",
    "answer-of-service":
        "an answer of the search service",
    "encoding-wrong":
        "not valid {encoding} at byte {byte}; save it as UTF-8",
    "drawing-too-slow":
        "drawing page {page} took more than {seconds:.0f} seconds",
    "reading-failed":
        "it cannot be read ({kind}: {said}); save it anew",
    "reader-late":
        "not within {seconds:.0f} seconds",
    "reader-ended-with":
        "it ended with status {status}",
    "not-unicode":
        "not UTF-8 (byte {byte}); decoded as latin-1 ({encoding}): check the accents, or save "
        "it as UTF-8",
    "ending-wrong":
        "named {ending}, but it is not one; read as {form}",
    "read-by-ocr":
        "read by OCR: compare a quote with the scan before you cite it",
    "pages-without-text":
        "no text on page {pages}: scanned pages are left out",
    "signs-without-letter":
        "signs without a letter ({sign}) on page {pages}",
    "pages-illegible":
        "text on page {pages} cannot be read; compare a quote with the original before you "
        "cite it",
    "text-illegible":
        "some of its text cannot be read; compare a quote with the original before you cite it",
    "much-of-pages-left-out":
        "much of page {pages} is {kind} and left out",
    "much-left-out":
        "much of the letter is {kind} and left out",
    "hidden":
        "hidden",
    "struck-through":
        "struck through",
    "decoration":
        "decoration",
    "a-comment":
        "a comment",
    "illegible":
        "unreadable",
    "not-in-its-text":
        "not in its text, because {kind}: {count}; see: letters-qa show {doc_id} --left-out",
    "same-letter":
        "the same letter as {first}; kept once (if not: give it a doc_id of its own in "
        "{path}.json)",
    "older-version":
        "{older} has another text and counts as an older version of {newer}, not searched, for "
        "{why}; if they are two letters, give it a doc_id of its own in {older}.json",
    "dated-earlier":
        "it is dated earlier ({older} against {newer})",
    "file-is-older":
        "its file is older ({older} against {newer})",
    "name-comes-first":
        "its name comes first and both files are of one time",
    # files that come and go, and the service they come from
    "folder-leads-out":
        "the folder {folder} leads out of the corpus; remove this link",
    "name-unusable":
        "its name cannot be used for a file; give it a plain one",
    "name-not-of-letter":
        "its name is not one of a letter's file; give it another",
    "ending-unknown":
        "no form of letter ends so; give PDF, DOCX, ODT, XML, HTML or plain text (.txt)",
    "name-leads-out":
        "a link of this name leads out of the corpus; give the file another",
    "name-of-folder":
        "a folder of letters has this name; give the file another",
    "files-not-there":
        "the files of {doc_id} are not in {corpus} any more; update the index",
    "not-moved-whole":
        "{path} cannot be moved ({reason}); what was moved is in {folder}",
    "leads-out-unchanged":
        "{path} leads out of the corpus by a link, where nothing is changed; do it where the "
        "files are",
    "nothing-removed-so":
        "nothing that was removed is called {token!r}",
    "there-again":
        "{path} is in {corpus} again; remove it first, or take the old one from {folder}",
    "not-moved":
        "{path} cannot be moved ({reason})",
    "nothing-kept-of":
        "nothing is kept of a letter {doc_id}; see them with: letters-qa letters",
    "changed-since-indexed":
        "{name} has changed since it was indexed; update the index first with: letters-qa index",
    "feedback-may-quote":
        "{path} may quote it in line {lines}, and stays as it is",
    "leads-out-not-removed":
        "{path} leads out of the corpus by a link, where nothing is removed; remove the link",
    "not-removed":
        "{path} cannot be removed ({reason}); do it again then",
    "service-asks-to-wait":
        "the service asks to wait {seconds:.0f} seconds; run it again then",
    "too-many-redirects":
        "{url} is the end of more than {most} redirects",
    "no-url":
        "{url!a} is not a url",
    "not-fetched":
        "cannot get {url}: {reason}; check the connection, or run it again later",
    "body-too-large":
        "{url} has more than {most:,} bytes; raise QA_MAX_FILE_BYTES",
    "body-too-slow":
        "{url} takes longer than {seconds:.0f} s",
    "body-broke-off":
        "{url} broke off after {bytes:,} bytes ({reason}); run it again",
    "url-not-of-service":
        "{url!a} is not an http or https url on {hosts}; it was not asked for",
    "url-not-there":
        "{url} is not there (status {status})",
    "service-asks-fewer":
        "{url} asks for fewer requests (status 429); run it again later",
    "service-fails":
        "{url} answers {status} after {tries} tries; run it again later",
    "service-answers":
        "{url} answers {status}; run it again later",
    "no-readable-form":
        "no readable form: {faults}",
    "ids-stand-alone":
        "ids stand alone; leave out the dossier and the dates",
    "say-which-letters":
        "say which letters: a dossier, an id such as kst-28676-449, or a date",
    "too-many-ids":
        "{count} ids are too many for one query; give at most {most}",
    "until-before-since":
        "until {until} lies before since {since}; exchange them",
    "since-in-future":
        "since {since} lies in the future; give an earlier day",
    "no-official-id":
        "{text!a} is not an official id; write it as kst-28676-449 or ah-tk-20232024-1433",
    "no-dossier":
        "{text!a} is not a dossier's number; write it as 28676 or 36800-X",
    "no-day":
        "{name} {text!a} is not a day; write it as 2024-01-31",
    "too-many-records":
        "{total:,} records answer this, and the service gives {most:,} at most; ask for one "
        "dossier or fewer days",
    "no-sru-service":
        "{service} does not answer as an SRU service; check its url, or try later",
    "query-refused":
        "{service} refuses the query: {said}",
    "records-not-counted":
        "{service} does not say how many records there are; try later",
    "file-not-written":
        "cannot be written ({reason})",
    "folder-not-written":
        "cannot be written ({reason}); check the folder",
    "removal-damaged":
        "{path} is damaged; its letter cannot come back",
    "changed-since-removed":
        "{path} has changed since {doc_id} was removed",
    "left-over":
        "left over, and no part of the index; the next update removes what was being written, "
        "the rest can be removed",
    "gone-since-read":
        "gone since {doc_id} was read from it",
    "changed-unseen":
        "{path} has changed though its size and times have not; see whether the disk is whole, "
        "and get the file again",
    "changed-since-read":
        "changed since {doc_id} was read from it; update the index",
    "gloss-unreadable":
        "the list of words cannot be read ({reason}); install the program again",
    "no-answer-in-time":
        "time-out, no answer within {seconds:g} s",
    "no-connection-in-time":
        "time-out, no connection within {seconds:g} s",
    "diagnostic-without-words":
        "a diagnostic without words",
    "service-has-no-letter":
        "the service has no letter with this id; check the id",
    "service-has-no-form":
        "the service has no readable form of it; look for it on its website",
    "service-gives-no-id":
        "the service gives this as an id, and it is none; left out",
    "server-keeps-failing":
        "the server fails on {count} letters in a row; try later",
    "kept-by-hand":
        "kept as it is, it was changed by hand",
    "kept-written-by-hand":
        "kept as it is, it was written by hand",
    "other-form-came":
        "{form} came; {faults}",
    "form-fault":
        "{form} {fault}",
    "form-did-not-come":
        "did not come ({reason})",
    "no-pdf-beside":
        "no PDF beside it; pdf {fault}",
    "form-empty":
        "is empty",
    "form-not-xml":
        "cannot be read as XML",
    "form-other-xml":
        "is no letter but <{name}>",
    "form-xml-without-text":
        "is XML without text",
    "form-not-html":
        "is not a web page",
    "form-html-unreadable":
        "cannot be read as HTML",
    "form-error-page":
        "is an error page ({title!a})",
    "form-html-without-text":
        "is a page without text",
    "form-not-odt":
        "is not an ODT file",
    "form-not-pdf":
        "is not a whole PDF file",
    # the index
    "letters-miscounted":
        "it has {found} letters, not {expected}",
    "passage-not-found":
        "passage {passage} does not find itself",
    "segment-damaged":
        "index segment {folder} is damaged ({reason}); go back with: letters-qa index "
        "--rollback, or build anew with: letters-qa index --rebuild",
    "store-wrong":
        "setting QA_STORE={store!r}: write milvus+ and its address, such as "
        "milvus+http://localhost:19530 or milvus+letters.db; leave it out for the folder",
    "store-file-wrong":
        "setting QA_STORE={store!r}: the file's name must end in .db",
    "milvus-missing":
        "QA_STORE={store} needs the extra: pip install 'letters-qa[milvus]' ({reason})",
    "index-not-written":
        "{folder} cannot be written ({reason}); see whether the disk is full and may be "
        "written to; the index stays as it was",
    "index-merging":
        "segments of index {folder} are being merged; wait until that is done",
    "index-missing":
        "no index in {folder}; build it with: letters-qa index --index {folder}",
    "index-is-a-file":
        "{folder} is a file; choose a folder with --index",
    "index-of-another-format":
        "index {folder} has format {format}, this program reads {reads}; rebuild it with: "
        "letters-qa index --rebuild",
    "not-as-written":
        "it is not what was written",
    "file-not-there":
        "the file is not there",
    "rights-wrong":
        "{path} cannot be read ({reason}); check its rights",
    "generation-unreadable":
        "{path} cannot be read ({reason}); go back to the last whole generation with: "
        "letters-qa index --rollback, or build anew with: letters-qa index --rebuild",
    "no-such-letter":
        "no letter {doc_id} in index {index}; see them with: letters-qa letters",
    "says-another-generation":
        "its file says that it is {generation}",
    "generation-miscounts":
        "its segments hold other letters than it counts",
    "table-damaged":
        "{path} is damaged ({reason}); see what is whole with: letters-qa index --verify, go "
        "back with --rollback, or build anew with --rebuild",
    "table-lacks-letter":
        "it has no letter {number}",
    "index-being-written":
        "index {folder} is being written by {owner}; wait until it is done",
    "no-earlier-generation":
        "index {folder} has no earlier generation in which letters differ; kept are: {kept}; "
        "name one with --generation",
    "no-such-generation":
        "index {folder} has no generation {generation} to go back to; kept are: {kept}; build "
        "anew with: letters-qa index --rebuild",
    "letter-in-two-segments":
        "letter {doc_id} stands in two segments of {folder}; build anew with: letters-qa index "
        "--rebuild",
    "milvus-file-in-use":
        "{uri} cannot be opened: Milvus in a file serves one program at a time, and another "
        "has it open; end that one, or run a Milvus server",
    "milvus-removes-later":
        "Milvus at {address} removes the files of tables that are dropped in its own time, as it "
        "is set there; backups of it stay as they are",
    "milvus-fails":
        "Milvus at {address} does not do what it is asked ({reason}); check that it runs and "
        "that QA_STORE names it, or unset QA_STORE to use the folder",
    "milvus-table-missing":
        "table {table} is not in Milvus; go back with: letters-qa index --rollback, or build "
        "anew with: letters-qa index --rebuild",
    "milvus-no-earlier-generation":
        "there is no earlier generation in which letters differ; kept are: {kept}; name one "
        "with --generation",
    "milvus-no-such-generation":
        "there is no generation {generation} to go back to; kept are: {kept}; build anew with: "
        "letters-qa index --rebuild",
    "milvus-index-missing":
        "no index {index} in Milvus at {address}; build it with: letters-qa index",
    "milvus-index-of-another-format":
        "index {index} in Milvus has format {format}, this program reads {reads}; rebuild it "
        "with: letters-qa index --rebuild",
    "milvus-generation-not-whole":
        "generation {generation} of {index} in Milvus is not whole; go back with: letters-qa "
        "index --rollback, or build anew with: letters-qa index --rebuild",
    "milvus-index-being-written":
        "the index in Milvus is being written by process {process} on {host}; wait until it is "
        "done",
    "milvus-lease-lost":
        "another process began to write the index in Milvus, for this one did not answer for "
        "{seconds:.0f} s; run it again",
    "milvus-letter-differs":
        "a letter in Milvus is not what was written ({reason}); build anew with: letters-qa "
        "index --rebuild",
    "milvus-passages-differ":
        "the passages of {doc_id} are not those of its record",
    "milvus-miscounts":
        "it counts {counted}, but its rows are {found}",
    "milvus-stems-differ":
        "its stems are not counted as they stand in its passages",
    "milvus-generation-damaged":
        "generation {generation} in Milvus is damaged ({reason}); go back with: letters-qa "
        "index --rollback, or build anew with: letters-qa index --rebuild",
    "milvus-passages-missing":
        "Milvus holds {found} of {written} passages that were written; run letters-qa index "
        "again",
    "milvus-letter-not-kept":
        "Milvus did not keep a letter as it was written ({reason}); run letters-qa index again",
    "milvus-passages-stay":
        "Milvus holds {count} passages of the letters that stay, and should hold others; build "
        "anew with: letters-qa index --rebuild",
    "generation-lacks":
        "generation {generation} of {folder} lacks {lacking}; rebuild it with: letters-qa "
        "index --rebuild",
    "segment-unreadable":
        "index segment {folder} is damaged ({reason}); go back to the last whole generation "
        "with: letters-qa index --rollback, or build anew with: letters-qa index --rebuild",
    "not-as-named":
        "{file} is not what the manifest names",
    "rows-miscounted":
        "{name} has {found} rows, not {expected}",
    "file-has-changed":
        "{name} has changed",
    "generation-counts":
        "generation {generation} of {folder} counts {counted}, but its segments hold {found}; "
        "rebuild it with: letters-qa index --rebuild",
    "file-damaged":
        "{path} is damaged ({reason}); remove it",
    "deleted-later":
        "this letter was deleted later; the index was gone back to the time before that",
    "generation-kept-damaged":
        "generation {generation}, which is kept to go back to, is damaged: {reason}",
    "holds-another-version":
        "it holds {doc_id} {version}",
    "version-missing":
        "no version {version} of {doc_id}; see them with: letters-qa letters --versions",
    "versions-several":
        "{count} versions begin with {version} of {doc_id}; see them with: letters-qa letters "
        "--versions",
    "process-since":
        "process {process} on {host} since {since}",
    "another-process":
        "another process",
    "none-kept":
        "none",
    "offsets-differ":
        "{doc_id}: what stands at {start}-{end} is not what was read",
    "paragraphs-miscounted":
        "{doc_id} has {count} paragraphs, and not what is listed",
    "another-letter":
        "letter {number} is {found}, not {expected}",
    "chunks-differ":
        "the chunks of {doc_id} are not those of its rows",
    # amounts and dates
    "amount-range":
        "a range, not one amount",
    "amount-scale":
        "it is not said whether the word after the next amount (mln., mld.) belongs to it too",
    "amount-unreadable":
        "its number cannot be read",
    "sum-of-no-value":
        "one of them has no single value",
    "sum-of-currencies":
        "they are in different currencies",
    "sum-of-periods":
        "they are for different periods or units",
    "sum-of-inexact":
        "not all of them are exact",
    "day-without-year":
        "the year is not said",
    "day-without-letter-date":
        "the letter it counts from has no date",
    "day-not-there":
        "there is no such day",
    # making the index
    "ray-missing":
        "--ray needs the extra: pip install 'letters-qa[ray]' ({reason})",
    "no-letter-to-index":
        "no letter to index in {corpus}: {problems}; the index {index} stays as it was",
    "encoder-not-static":
        "{encoder} is not a static encoder: install the program again",
    "cluster-does-not-read":
        "the cluster at {address} did not read {count} files in a row ({last}); the index "
        "stays as it was; mend the cluster, or build here without --ray",
    "unreadable":
        "cannot be read ({reason})",
    "cluster-did-not-read":
        "the cluster did not read it ({reason}); it is tried again at the next update",
    "cluster-asks-token":
        "the Ray cluster at {address} asks for a token, and got none or another; set "
        "RAY_AUTH_MODE=token and RAY_AUTH_TOKEN to what this prints on the cluster: ray "
        "get-auth-token, or build here without --ray",
    "cluster-missing":
        "no Ray cluster at {address} ({reason}); start one with: ray start --head, and give "
        "its address (if it asks for a token, set RAY_AUTH_MODE=token and RAY_AUTH_TOKEN), or "
        "build here without --ray",
    "indexed-not-found":
        "{doc_id} was indexed but is not found",
    "corpus-empty":
        "it is empty",
    "node-differs":
        "node {node} has another {what} ({theirs}) than this machine ({mine}); install the "
        "same letters-qa on all nodes",
    "trying-again":
        "{problem}; trying again in {seconds:.0f} s",
    "segments-not-merged":
        "segments could not be merged, or not be read by the transformer: {problem}",
    "corpus-gone":
        "the folder {corpus} is gone; waiting until it is back",
    "watching":
        "watching {corpus}",
    "watch-indexed":
        "{what} ({letters} letters can be asked)",
    "watch-added":
        "added {doc_ids}",
    "watch-changed":
        "changed {doc_ids}",
    "watch-moved":
        "moved {doc_ids}",
    "watch-removed":
        "removed {doc_ids}",
    "watch-anew":
        "built anew",
    # encoders
    "encoder-e5-small":
        "nDCG@10 published: 0.531 on Dutch sets, 0.883 for English questions to Dutch passages",
    "encoder-e5-base":
        "the larger sibling of multilingual-e5-small, and slower",
    "encoder-bge-m3":
        "nDCG@10 published: 0.601 and 0.930; wants a GPU for a large corpus",
    "encoder-gemma":
        "nDCG@10 published: 0.617 and 0.955; its terms must be accepted on the hub first",
    "encoder-qwen":
        "takes an instruction before the question; wants a GPU for a large corpus",
    "encoder-static-mrl":
        "nDCG@10 published: 0.379 and 0.703; a table of vectors like ours, in 50 languages",
    "encoder-not-loaded":
        "cannot load the encoder {name!r}: {reason}; {advice}",
    "unset-encoder":
        "unset QA_ENCODER to use the encoder that ships with this program and works offline",
    "backend-missing":
        "the backend {backend} needs: pip install 'letters-qa[{backend}]'; unset "
        "QA_ENCODER_BACKEND to use torch",
    "reinstall":
        "it ships with this program: install the program again",
    # questions and their filters
    "no-date":
        "{text!r} is no date; write a day, a month or a year: 2024-02-05, 5 februari 2024, "
        "2024-02 or 2024",
    "question-empty":
        "the question is empty; type a few words, in English or Dutch",
    "question-without-subject":
        "{text!r} has only words that every letter has; say what the question is about",
    # answers
    "sentence-tokens-differ":
        "the index has tokens of {found} sentences of {doc_id}, which has {expected}; rebuild "
        "it with: letters-qa index --rebuild",
    "fitted-to-another-encoder":
        "{path}: the numbers of {part!r} were fitted to another encoder, or to other prompts; "
        "leave the prompts unset, or fit them to it with: {command}",
    "fitted-missing":
        "{path}: no numbers are fitted to this encoder; install the program again, or fit them to "
        "it with: {command}",
    "fitted-unreadable": "{path}: cannot be read ({error}); check its rights",
    "fitted-damaged": "{path}: damaged ({place}: {error}); install the program again",
    "ranker-unreadable":
        "{path}: cannot be read ({reason}); install the program again",
    "ranker-of-another-encoder":
        "{path}: made for another encoder; install the program again",
    "refused-no-letter":
        "no letter fits the filter; check its dossier, kind, sender and letter",
    "refused-no-phrase":
        "no passage in these letters holds {words} as written; without the quotation marks, "
        "words close to these are found too",
    "refused-no-passage":
        "no passage in these letters resembles the question",
    "refused-words-missing":
        "the letters do not say: nothing close to {words}",
    "refused-no-sentence":
        "the letters do not say: they name these words, but no sentence answers the question",
    "refused-no-amount":
        "the letters do not say: they are about this, but give no number or amount for it",
    "refused-no-date":
        "the letters do not say: they are about this, but give no date or time for it",
    "refused-no-person":
        "the letters do not say: they are about this, but name nobody for it",
    "refused-no-place":
        "the letters do not say: they are about this, but name no place for it",
    "refused-no-colour":
        "the letters do not say: they are about this, but name no colour",
    "answered":
        "the letters say so in the words quoted",
    "answered-near":
        "the words quoted come near the question; perhaps they are no answer",
    "answered-without":
        "the words quoted lack {words} of the question",
    "answered-as":
        "the letters speak of it in the words quoted: {how}",
    "refused-which-letter":
        "this asks about a letter itself, and several are searched; name the subject of the "
        "letter",
    "refused-in-period":
        "{why}; a letter whose date is unknown is in no period",
    "stated":
        "stated as a fact",
    "announced":
        "announced, not delivered",
    "expected":
        "expected, not yet so",
    "possible":
        "possible, not certain",
    "conditional":
        "under a condition",
    "not-yet":
        "not yet, says the letter",
    "denied":
        "said in the negative",
    "asked":
        "a question that the letter repeats",
    "quote-lacks":
        "this quote does not name: {words}",
    "question-from":
        "Question {number}, from {by}",
    "question-numbered":
        "Question {number}",
    "answered-together":
        "questions {numbers} are answered together",
    # sets of questions
    "no-such-file":
        "no such file",
    "set-without-questions":
        "{name}: no questions found in it; number them (1., 2.), or end each in a question mark",
    "set-too-long":
        "{name}: {count} questions, at most {most} go at once; split the file",
    "set-ending-unknown":
        "{path}: a prepared set ends in .docx, .md or .json",
    "set-not-there":
        "there is no such set of questions, or it is no longer kept; send it again",
    "sets-running":
        "{count} sets are being prepared; try again in {seconds} seconds",
    "set-body-unknown":
        "send a file (multipart/form-data, field file) or JSON with a list of questions",
    "set-of-questions":
        "Questions",
    "set-asked-by":
        "Asked by {asker}",
    "set-asked-on":
        "Sent on {day}",
    "set-made":
        "Prepared by {program} on {day} from {letters} letters. Quotes are verbatim; what is "
        "alike need not be the same: read the source before you rely on it.",
    "set-overview":
        "Overview",
    "set-line-earlier":
        "answered before, {day}; questions alike for {percent} %",
    "set-line-quotes":
        "quotes from letters",
    "set-line-near":
        "only near quotes",
    "set-line-nothing":
        "nothing found",
    "set-undated":
        "date unknown",
    "set-read-as":
        "Read as: {text}",
    "set-draft":
        "Draft answer",
    "set-draft-here":
        "[Write the answer here.]",
    "set-earlier":
        "Earlier questions and answers",
    "set-earlier-of":
        "{asked}, {day}; alike for {percent} %",
    "set-answer-refers":
        "The answer refers to another:",
    "set-answer":
        "The answer:",
    "set-quotes":
        "What the letters say",
    "set-quotes-near":
        "Near, perhaps not an answer",
    "set-differs":
        "Said otherwise",
    "set-differs-line":
        "{day}: {says}",
    "set-passages":
        "Other passages",
    "set-not-found":
        "Not found",
    "set-reason":
        "Not found in the letters: {reason}.",
    "set-all-found":
        "Something was found for every question.",
    # feedback
    "came-right":
        "the first quote is the right one now",
    "came-among":
        "the right one is among the quotes now",
    "came-nothing":
        "nothing is quoted now",
    "came-the-same":
        "the same quote comes first still",
    "came-another":
        "another quote comes first now",
    "came-wrong":
        "the right one is not among the quotes",
    "quote-differs":
        "a quote of {doc_id} is not what its letter says at {start}-{end}; check the index "
        "with: letters-qa index --verify",
    "index-of-another-encoder":
        "index {folder} was built with the encoder {theirs}, but the settings ask for "
        "{wanted}; rebuild it with: letters-qa index --index {folder}, or set "
        "QA_ENCODER={theirs}",
    "index-of-another-version":
        "index {folder} was built with the {role} {theirs} ({their_hash}), but the settings "
        "ask for {wanted} ({wanted_hash}); rebuild it with: letters-qa index --index {folder}, "
        "or set QA_ENCODER={theirs}",
    "feedback-not-written":
        "{path}: the feedback cannot be written ({reason})",
    "feedback-unreadable":
        "{path}: cannot be read ({reason}); give a file of feedback",
    "feedback-line-wrong":
        "{path}, line {number}: not feedback of letters-qa",
    "feedback-line-torn":
        "torn when it was written; passed over",
    "citation-form-unknown":
        "no form {name!r} of a citation; they are: {forms}",
    "news-of-too-much":
        "news is told of up to {most} things at once; ask for the others apart",
    "only-signed-in":
        "sign in to keep what you follow on the server; else the browser keeps it",
    "follow-wrong":
        "this cannot be followed: {reason}",
    "follow-question-missing":
        "a question that is followed must be typed",
    "follow-filter-missing":
        "letters are followed by a dossier, a kind or a sender; give one",
    "followed-unreadable":
        "{path} cannot be read: {reason}; mend it or delete it",
    "followed-too-much":
        "no more than {most} things can be followed; remove some",
    "followed-not-there":
        "nothing that is followed has the number {number}; there are {count}",
    "memo-empty":
        "nothing in this folder can be cited; put passages aside first",
    "memo-no-place":
        "{doc_id} has no place {place}",
    "no-such-dossier":
        "no letter of the index {index} is of dossier {dossier}; the dossiers: letters-qa dossiers",
    "ledger-form-unknown":
        "{path}: the ledger can be had as {forms}; name the file by one of these",
    "commitment-kind-unknown":
        "no kind of commitment {name!r}; they are: {known}",
    "commitment-status-unknown":
        "no status {name!r} of a commitment; they are: {known}",
    # the language model
    "llm-address-wrong":
        "QA_LLM_URL={url}: not an http address, like http://host:port/v1",
    "llm-too-slow":
        "the language model at {url} did not answer in {seconds:g} s; QA_LLM_SECONDS sets how "
        "long to wait",
    "llm-not-reached":
        "the language model at {url} cannot be reached; is it running?",
    "llm-fails":
        "the language model at {url}: {problem}",
    "llm-refuses":
        "the language model at {url} answered {status} {reason} (asked for the model {model})",
    "llm-too-long":
        "the question and its quotes are longer than the model {model} at {url} takes; ask for "
        "less, or give the model a longer context",
    "llm-busy":
        "the language model at {url} is busy ({status}); ask again later, or let it do more at "
        "once",
    "llm-not-sure":
        "not summed up: it is not sure that the quotes answer",
    "llm-finds-nothing":
        "nothing summed up: the language model finds no answer in the quotes",
    "llm-cut-off":
        "it took too long, and its reply was cut off",
    "llm-reply-too-long":
        "its reply was too long and was cut off",
    "llm-reply-cut-short":
        "its reply was cut off at the most that it may write",
    "llm-reply-too-long-asked":
        "the question and its quotes are longer than it takes",
    "llm-reply-unreadable":
        "its reply cannot be read to the end",
    "llm-reply-broke-off":
        "its reply broke off",
    "no-language-model": "no language model is set; set QA_LLM_URL and QA_LLM_MODEL",
    "translation-changed": "{doc_id} has changed since; open it again",
    "translation-no-place": "{start} to {end} is no place in a letter of {length} characters",
    "translation-long": "at most {most} characters are translated at a time; choose fewer",
    "translation-not-dutch": "{doc_id} is not in Dutch; only Dutch is translated",
    "translation-differs": "the original says “{original}”, the translation “{translation}”",
    "translation-lacks": "“{original}” of the original has no counterpart",
    "translation-adds": "“{translation}” is not in the original",
    "translation-empty": "the model wrote nothing",
    "translation-echo": "the model repeated the original",
    "translation-not-english": "what the model wrote is not English",
    "translation-cut-off": "what the model wrote is much shorter than the original",
    "translation-other": "what the model wrote is no translation of it",
    "translation-too-long": "only the first {most} characters are translated",
    "translation-too-slow": "the model took too long",
    "dropped-no-citation":
        "it cites no quote",
    "dropped-unknown-quote":
        "it cites a quote that does not exist",
    "dropped-language":
        "it is in another language than the question",
    "dropped-number":
        "a number in it is not in the quotes it cites",
    "dropped-exchanged":
        "a number in it stands with other words in the quotes it cites",
    "dropped-date":
        "a day or month in it is not in the quotes it cites, or stands with other words "
        "there",
    "dropped-modality":
        "it tells as certain or done what the quotes plan, wish or hold possible, or the "
        "other way round",
    "dropped-speaker":
        "another speaks or acts in it than in the quotes it cites",
    "dropped-name":
        "a name in it is not in the quotes it cites",
    "dropped-negation":
        "it says yes where the quotes say no, or the other way round",
    "dropped-roles":
        "a word in it stands behind another preposition than in the quotes it cites",
    "dropped-words":
        "most of it is not in the quotes it cites",
    "dropped-partial":
        "it leaves out part of what the quotes say",
    "dropped-leans":
        "it points to a sentence that does not stand before it, or answers another question",
    "dropped-repeated":
        "it was said before",
    "dropped-form":
        "it is too long or no plain sentence, or holds a link or a mark-up",
    # settings
    "must-be-least":
        "give at least {least}",
    "must-be-above":
        "give more than {least}",
    "must-be-most":
        "give at most {most}",
    "must-be-one-of":
        "give one of {choices}",
    "must-be-whole":
        "give a whole number",
    "must-be-number":
        "give a number",
    "must-be-truth":
        "give true or false",
    "must-be-path":
        "give a path such as /brieven, without a slash at its end",
    "setting-wrong":
        "setting {field}={value!r}: {message}",
    "setting-lacking":
        "for summaries set {field} too; without both none are written",
    # saved answers
    "saved-not-read":
        "cannot read {path} ({reason}); give the JSON of an answer",
    "saved-too-deep":
        "{path}: not an answer (nested too deeply); give what ask --json printed or the JSON "
        "of a saved answer",
    "saved-no-json":
        "{path}, line {number}: no JSON ({reason}); give what ask --json printed or the JSON "
        "of a saved answer",
    "saved-no-object":
        "{kind} in place of an object",
    "saved-half-character":
        "{place}: not an answer (half a character in it); give what ask --json printed or the "
        "JSON of a saved answer",
    "saved-no-answer":
        "{place}: not an answer ({reason}); give what ask --json printed or the JSON of a "
        "saved answer",
    "saved-quote-empty":
        "a quote is empty",
    "saved-no-place":
        "start {start!r} and end {end!r} are no place",
    "saved-field-missing":
        "no {name!r} in it",
    "saved-no-text":
        "{name!r} is {kind}, not text",
    "saved-no-list":
        "{name!r} is {kind}, not a list",
    "kind-object":
        "an object",
    "kind-list":
        "a list",
    "kind-text":
        "text",
    "kind-truth":
        "true or false",
    "kind-nothing":
        "nothing",
    "kind-number":
        "a number",
    "proof-place":
        "{doc_id} {unit}, characters {start}-{end}",
    "proof-same-file":
        "the same file",
    "proof-other-file":
        "another version of the letter",
    "proof-no-letter":
        "no letter {doc_id} is here",
    "proof-gone":
        "nothing in {doc_id} resembles it any more",
    "proof-changed":
        "{where} reads otherwise now ({file})",
    "proof-changed-in-file":
        "the letter's file is the very one of then, and {where} does not say this: the saved "
        "answer was altered, or made by a program that reads the letter otherwise",
    "proof-moved":
        "the same words stand in {where} now ({file})",
    "proof-verbatim":
        "stands word for word in {where} ({file})",
    "proof-altered":
        "the words stand in {where} ({file}), but the saved answer {said:and}",
    "proof-differs":
        "gives another {names:and} than the letter",
    "proof-lacks":
        "lacks {names:and}",
    "proof-knows-not":
        "has {names:and}, which no answer has",
    # measuring
    "floors-of-other-data":
        "the data are not those of the floors; measure anew with --update --because TEXT",
    "below-floor":
        "{row}: {value} is below the floor of {floor}",
    "row-not-measured":
        "{row}: not measured",
    "evaluation-folder-missing":
        "no folder {path}; say --letters DIR and --data DIR",
    "gzip-unreadable":
        "{path}: cannot be read as gzipped text ({reason})",
    "cost-without-questions":
        "no questions to measure the cost with; say --questions FILE",
    "nothing-to-measure":
        "nothing to measure on in {folder}; give other folders",
    "floors-wrong":
        "{path}: not a floors file ({reason}); take it from the history",
    "ir-measures-missing":
        "measuring needs the package ir-measures; pip install 'letters-qa[eval]'",
    "collection-wrong":
        "{folder}: not a collection in BEIR's layout ({reason})",
    "evaluation-questions-unreadable":
        "{path}: {reason}; give a file of questions",
    "evaluation-question-wrong":
        "{path}, line {number}: not a question ({reason})",
    "floors-lower":
        "floors would be lowered: {figures}; say --because TEXT",
    # the page and the server
    "page-is-at":
        "the page is at {address} (stop with Ctrl-C)",
    "how-to-sign-in":
        "QA_AUTH makes people sign in, QA_ROLE=reader or editor says what those may do who "
        "need not",
    "who-signs-in-may":
        "who signs in may ask and read, and editors may change letters and index",
    "who-is-here-may":
        "everyone on this machine may ask, read, and change letters and index; who comes through "
        "a proxy changes nothing; {how}",
    "who-reaches-may-change":
        "everyone who can reach {host} may ask and read, and change letters and index; {how}",
    "who-reaches-may-read":
        "everyone who can reach {host} may ask and read, and change nothing; {how}",
    "or-its-proxy":
        "{host} or its proxy",
    "no-such-right-paragraph":
        "{doc_id} has no paragraph {label}; it has 1 to {count}",
    "letter-not-there":
        "no letter {doc_id}",
    "unit-not-there":
        "{doc_id} has no {label}; its paragraphs are p1 to p{last}",
    "page-not-served":
        "the page cannot be served on {host}:{port} ({reason}); choose another port with "
        "--port or QA_PORT, or stop what uses this one",
    "no-place-in-version":
        "{start}-{end} is not a place in that version",
    "server-lost":
        "the server could not be reached any more and has ended; start it again",
    "metrics-missing":
        "QA_METRICS needs the extra: pip install 'letters-qa[metrics]' ({reason})",
    "auth-wrong":
        "setting QA_AUTH={auth!r}: write users: and a file, or header: and the name of a "
        "header that a proxy sets",
    "others-before":
        "{before} others are before you; try again in {seconds} seconds",
    "too-many-questions":
        "more than {most} questions a minute; try again in {seconds} seconds",
    "paragraph-not-there":
        "{doc_id} has no {unit}; its paragraphs are 1 to {count}",
    "file-changed-since-read":
        "has changed since the letter was read from it",
    "no-picture":
        "{doc_id} was not read from a PDF, so it has no picture",
    "user-name-wrong":
        "{name!r} cannot be a user's name; use letters, digits, dots, dashes and @",
    "password-length-wrong":
        "a password has {least} to {most} characters",
    "no-such-user":
        "{path} has no user {name!r}",
    "users-missing":
        "no file of users {path}; make it with: letters-qa user add NAME --file {path}",
    "users-unreadable":
        "the file of users {path} cannot be read ({reason})",
    "role-wrong":
        "{path}: a role is reader or editor, not {role!r}",
    "index-updating":
        "the index is being updated; wait until that is done",
    "index-checking":
        "the index is being checked; wait until that is done",
    "letters-being-fetched":
        "new letters are being fetched; wait until that is done",
    "index-going-back":
        "the index is going back to an earlier generation; wait until that is done",
    "program-fault":
        "a fault of the program; its log tells more",
    "program-fault-of":
        "a fault of the program ({kind})",
    "citation-changed":
        "{doc_id} has changed since version {version}, which this citation is of; it says "
        "otherwise there now; see what it said at {link}, or ask again",
    "citation-gone":
        "{doc_id} has changed since version {version}, which this citation is of; these words "
        "are gone; see what it said at {link}, or ask again",
    "citation-not-kept":
        "{doc_id} has changed since version {version}, which this citation is of, and that "
        "version was not kept; ask again",
    "one-range":
        "give one range, such as q=8520-8760",
    "address-too-long":
        "the address is too long; ask a shorter question",
    "nothing-here":
        "there is nothing here",
    "name-not-known":
        "this server is not known as {name!r}; if it should be, name it in QA_HOSTS",
    "another-site":
        "a page of another site may not do this",
    "length-missing":
        "a request must say how long it is",
    "length-no-number":
        "Content-Length is no number",
    "request-too-large":
        "{bytes:,} bytes are more than {most:,}; send less at once",
    "too-many-passwords":
        "too many wrong passwords; wait {seconds} seconds",
    "sign-in-at-proxy":
        "sign in at the proxy before this server; it must set {header}",
    "sign-in":
        "sign in at /login, or send name and password by HTTP Basic",
    "only-editors":
        "only editors may do this; see QA_ROLE and QA_AUTH in docs/serving.md for how to "
        "become one",
    "parameters-unknown":
        "no parameter {unknown} here",
    "parameters-unknown-of":
        "no parameter {unknown} here; there is {known}",
    "request-wrong":
        "{where}: {said}",
    "request-unreadable":
        "these cannot be read: {fields}",
    "saved-as":
        "answers are saved as {endings}",
    "no-such-function":
        "the page has no such function; load it again",
    "tool-takes-no":
        "{tool} takes no {argument!r}; it takes {known}",
    # the command line
    "table-ending-unknown":
        "{path}: tables are written as .csv or .xlsx",
    "saved-ending-unknown":
        "{path}: answers are saved as .html and .json",
    "questions-not-read":
        "cannot read {path} ({reason}); give a UTF-8 file of JSON lines",
    "question-line-wrong":
        '{path}, line {number}: not a question; write {{"id": "1", "question": "..."}}',
    "about":
        "{what}: {message}",
    "line-of":
        "{path}, line {number:d}",
    "filter-wrong":
        '{place}: {given!r} is no filter; write {{"dossiers": ["28676"], "since": '
        '"2023"}}; other fields are letters, kinds, senders and until',
    "form-is-no-text":
        "this form is no text; give a file with --output",
    "not-written":
        "{path} cannot be written ({reason})",
    "nothing-explains":
        "no letter explains {short!r}; see all with: letters-qa glossary",
    "no-publication":
        "{citing!r} names no publication; write 28676-426, or an id such as kst-28676-426",
    "no-such-paragraph":
        "no paragraph {paragraph} in {doc_id}; it has {count} paragraphs",
    "no-such-unit":
        "{doc_id} has no {label}; see: letters-qa show {doc_id}",
    "unit-has-changed":
        "{label} of version {version}: {proof}; see what it said with: {command}",
}  # fmt: skip
"""Code -> text, with its values by name."""
