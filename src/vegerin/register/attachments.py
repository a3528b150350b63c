"""Where the sealed content of attachments lies."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from vegerin.guard import office


def file_of(attachment: UUID) -> Path:
    """The file of one attachment, in the office's folder."""
    return office.folder_from_environment() / "attachments" / str(attachment)
