"""Names and words of office with the English that may stand for them, of which one will do.

General knowledge, written down for this project and under its licence; the gloss has what single
words nearly always mean. "Kamer" is the House, the Chamber or Parliament.
"""

from __future__ import annotations

from collections.abc import Mapping

_LINES = """
    afgevaardigden: representatives house
    aivd: intelligence
    algemeen: general
    amerika: america us usa
    amerikaans: american us usa united
    amerikaanse: american us usa united
    amerikanen: americans
    avg: gdpr
    avvn: unga general assembly
    awb: administrative general
    bbp: gdp
    bnp: gnp
    brexit: brexit
    brits: british britain uk britons
    britse: british britain uk
    brittannie: britain british uk
    britten: british britons
    btw: vat
    buza: foreign
    bzk: interior bzk
    cbs: statistics
    chinese: chinese china
    chinezen: chinese
    defensie: defence defense
    duitse: german germany
    engeland: england english
    engels: english england
    engelse: english england
    ep: ep european
    eu: eu european
    europees: european europe eu
    europese: european europe eu
    ez: economic
    financien: finance financial treasury
    franse: french france
    generaal: general
    gerechtshof: court
    ggz: mental
    groot: great britain british uk
    hoge: supreme high
    hooggerechtshof: supreme
    ic: icu intensive
    ienw: infrastructure
    jenv: justice
    justitie: justice judiciary
    kamer: house chamber parliament representatives senate lower upper
    kamerbrief: letter parliamentary
    kamerleden: mps members parliament house
    kamerlid: mp member parliament house
    kamerstuk: parliamentary paper document papers
    kamerstukken: parliamentary papers documents paper
    kamervragen: questions parliamentary
    keulen: cologne
    koninkrijk: kingdom uk
    koninkrijksrelaties: kingdom relations
    lnv: agriculture
    minister: minister secretary
    ministerraad: cabinet council
    mivd: military intelligence
    mkb: sme smes small
    naties: nations un
    navo: nato
    nederland: netherlands dutch holland
    nederlander: dutch netherlands
    nederlanders: dutch
    nederlandse: dutch netherlands
    nr: no number
    nrs: nos numbers
    ocw: education
    oekraiense: ukrainian ukraine
    om: prosecution prosecutor public
    overleg: consultation committee debate meeting
    president: prime president
    raad: council board court
    republikeinse: republican gop
    rijk: state government central national
    rijksoverheid: government state
    russische: russian russia
    schots: scottish scotland scots
    schotse: scottish scotland scots
    sg: sg secretary
    staatssecretaris: secretary minister
    staten: states general estates
    szw: social
    unie: union eu
    verenigd: united uk
    verenigde: united us usa un uk
    vk: uk united british britain
    vn: un united nations
    vs: us usa united american america
    vws: health vws
    wales: welsh wales
    welsh: wales welsh
    welshe: welsh wales
    wmo: social
    wob: wob government information
    wvggz: mental compulsory
    zaken: affairs cases matters
    zzp: self freelance
"""

PAIRS: Mapping[str, tuple[str, ...]] = {
    dutch.strip(): tuple(english.split())
    for dutch, _, english in (line.partition(":") for line in _LINES.strip().splitlines())
}
"""Folded Dutch words, each with folded English ones."""
