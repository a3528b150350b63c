"""CODIS CMF 3.2 XML: specimens with loci and allele values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape

from vegerin.engines.kinship.formats.content import Profiles, allele, everyone, refuse, remains

NAMESPACE = "urn:CODISImportFile-schema"


class _Reading:
    """What has been met of a file so far; expat calls it, so every refusal knows its line and column."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.path: list[str] = []
        self.text = ""
        self.profiles: Profiles = {}
        self.specimen: dict[str, list[str]] = {}
        self.specimen_id = self.locus = ""
        self.alleles: list[str] = []
        self.values = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.EntityDeclHandler = self.entity

    def refuse(self, says: str) -> Exception:
        return refuse(self.name, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1, says)

    def entity(self, *_arguments: Any) -> None:
        raise self.refuse("the file declares entities; an exchange file has none. Export it again.")

    def characters(self, text: str) -> None:
        self.text += text

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        tag = tag.rsplit(" ", 1)[-1]
        if not self.path and tag != "CODISImportFile":
            raise self.refuse(f"the file begins with {tag}; a CODIS file begins with CODISImportFile.")
        self.path.append(tag)
        self.text = ""
        if tag == "SPECIMEN":
            self.specimen, self.specimen_id = {}, ""
        elif tag == "LOCUS":
            self.locus, self.alleles = "", []
        elif tag == "ALLELE":
            self.values = 0

    def end(self, tag: str) -> None:
        tag, text = tag.rsplit(" ", 1)[-1], self.text.strip()
        self.path.pop()
        if tag == "SPECIMENID":
            self.specimen_id = text
        elif tag == "LOCUSNAME":
            self.locus = text
        elif tag == "ALLELEVALUE":
            self.values += 1
            found = allele(text)
            if found is not None:
                # Off the ladder, as CODIS writes it (<6, >15): an allele that is not known.
                self.alleles.append("-" if re.match(r"[<>]", found) else found)
        elif tag == "ALLELE" and not self.values:
            raise self.refuse("an ALLELE has no ALLELEVALUE. Add it or take the ALLELE out.")
        elif tag == "LOCUS":
            self.end_locus()
        elif tag == "SPECIMEN":
            self.end_specimen()

    def end_locus(self) -> None:
        if not self.locus:
            raise self.refuse("a LOCUS has no LOCUSNAME. Add it.")
        if self.locus in self.specimen:
            raise self.refuse(f"{self.locus} stands twice in one specimen. Keep one.")
        if self.alleles:
            self.specimen[self.locus] = self.alleles

    def end_specimen(self) -> None:
        if not self.specimen_id:
            raise self.refuse("a SPECIMEN has no SPECIMENID. Add it.")
        if self.specimen_id in self.profiles:
            raise self.refuse(f"the specimen {self.specimen_id} stands twice. Keep one.")
        self.profiles[self.specimen_id] = self.specimen


def read(text: str, name: str) -> dict[str, Any]:
    """All specimens of a file; newer loci and longer laboratory names than the schema's are taken as they
    are.
    """
    reading = _Reading(name)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1)
    try:
        reading.parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        raise refuse(name, error.lineno, error.offset + 1, f"{expat.ErrorString(error.code)}.") from None
    if not reading.profiles:
        raise refuse(name, 1, 1, "the file has no SPECIMEN. Export it again.")
    return remains(reading.profiles)


def write(content: Mapping[str, Any]) -> str:
    """CMF 3.2 with what a receiving laboratory fills in left neutral."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<CODISImportFile xmlns="{NAMESPACE}">']
    head = {
        "HEADERVERSION": "3.2",
        "MESSAGETYPE": "Import",
        "DESTINATIONORI": "",
        "SOURCELAB": "",
        "BATCHID": "",
    }
    lines += [f"  <{tag}>{value}</{tag}>" for tag, value in head.items()]
    for who, typed in everyone(content).items():
        lines += ['  <SPECIMEN PARTIAL="false">', f"    <SPECIMENID>{escape(who)}</SPECIMENID>"]
        for marker, alleles in typed.items():
            values = "".join(f"<ALLELE><ALLELEVALUE>{escape(a)}</ALLELEVALUE></ALLELE>" for a in alleles)
            lines.append(f"    <LOCUS><LOCUSNAME>{escape(marker)}</LOCUSNAME>{values}</LOCUS>")
        lines.append("  </SPECIMEN>")
    return "\n".join([*lines, "</CODISImportFile>"]) + "\n"
