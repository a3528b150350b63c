"""Sheets as PDF: typst, our own fonts, nothing written to disk; the document names nobody and no office."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import segno
import typst
from django.conf import settings

from vegerin.paper.definitions import FORMS
from vegerin.paper.describing import described, printed_for
from vegerin.paper.models import Printing

HERE = Path(__file__).resolve().parent
TEMPLATE = HERE / "sheets.typ"


def pdf_of(printing: Printing) -> bytes:
    """A batch of sheets, ready to print."""
    return _compiled(printing, format="pdf")[0]


def values_of(printing: Printing) -> dict[str, Any]:
    """Everything the template draws."""
    foot = printed_for(
        name=printing.by.working_name,
        at=printing.recorded_at,
        copy=printing.copy,
        exercise=bool(settings.OFFICE_IS_EXERCISE),
        language=printing.language,
    )
    serials = [row.serial for row in printing.rows.all()]
    return {
        **described(FORMS[printing.form], language=printing.language),
        **foot,
        "sheets": [{"serial": serial, "square": square(serial)} for serial in serials],
    }


def square(serial: str) -> str:
    """The serial to be scanned, and nothing else."""
    drawn = BytesIO()
    segno.make(serial, error="m", micro=False).save(drawn, kind="svg", border=1, light=None, xmldecl=False)
    return drawn.getvalue().decode()


def pictures_of(printing: Printing, *, ppi: float = 80) -> list[bytes]:
    """The pages as pictures, to look at."""
    return _compiled(printing, format="png", ppi=ppi)


def _compiled(printing: Printing, *, format: Literal["pdf", "png"], ppi: float = 80) -> list[bytes]:
    # Pictures of several pages come as a list, which the types of typst do not know.
    made: bytes | list[bytes] = typst.compile(
        str(TEMPLATE),
        format=format,
        ppi=ppi,
        font_paths=[str(HERE / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"values": json.dumps(values_of(printing), ensure_ascii=False)},
    )
    return made if isinstance(made, list) else [made]
