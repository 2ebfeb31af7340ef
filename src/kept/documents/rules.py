"""Which files we take: judged by their content, never by their name."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from kept.kernel.errors import Refused

PICTURES = {
    "PNG": ("image/png", ".png"),
    "JPEG": ("image/jpeg", ".jpg"),
    "WEBP": ("image/webp", ".webp"),
    "GIF": ("image/gif", ".gif"),
}
OFFICE = "application/vnd.openxmlformats-officedocument"
OFFICE_KINDS = {
    "xl/workbook.xml": (f"{OFFICE}.spreadsheetml.sheet", ".xlsx"),
    "word/document.xml": (f"{OFFICE}.wordprocessingml.document", ".docx"),
}
"""By the part that only this kind of file has."""
CONTENT_TYPES = "[Content_Types].xml"
LARGEST_PART_LIST = 1_000_000
MOST_PIXELS = 60_000_000


class UnknownFile(Refused):
    default = _(
        "This kind of file is not taken. Send a picture (PNG, JPEG, WebP, GIF), a PDF, an Excel or Word file"
        " without macros, or a text."
    )


class NotAPicture(Refused):
    default = _("This is no picture. Send a PNG, JPEG, WebP or GIF, or a PDF.")


class FileTooLarge(Refused):
    default = _("The file is too large.")


class EmptyFile(Refused):
    default = _("The file is empty.")


@dataclass(frozen=True)
class Nature:
    content_type: str
    suffix: str

    @property
    def is_seen(self) -> bool:
        """Whether it shows something: a picture, or pages that were scanned."""
        return self.suffix == ".pdf" or (self.content_type, self.suffix) in PICTURES.values()


def nature_of(content: bytes) -> Nature:
    """What a file is by its bytes. Raises UnknownFile for anything that we do not take."""
    if not content:
        raise EmptyFile
    if content.startswith(b"%PDF-"):
        return Nature("application/pdf", ".pdf")
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    if picture := _picture(content):
        return picture
    if _is_text(content):
        return Nature("text/plain; charset=utf-8", ".txt")
    raise UnknownFile


def _picture(content: bytes) -> Nature | None:
    try:
        with Image.open(io.BytesIO(content)) as image:
            image.verify()
            too_many = image.width * image.height > MOST_PIXELS
            known = PICTURES.get(image.format or "")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    if too_many:
        raise FileTooLarge
    return Nature(*known) if known else None


def _office(content: bytes) -> Nature:
    """A workbook or a Word file that says what its parts are, none of them a macro."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = set(parts.namelist())
            is_listed = CONTENT_TYPES in names and parts.getinfo(CONTENT_TYPES).file_size <= LARGEST_PART_LIST
            listed = parts.read(CONTENT_TYPES).lower() if is_listed else b""
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as broken:
        raise UnknownFile from broken
    has_macros = b"macroenabled" in listed or any("vbaproject" in name.lower() for name in names)
    kinds = [kind for part, kind in OFFICE_KINDS.items() if part in names]
    if not listed or has_macros or len(kinds) != 1:
        raise UnknownFile
    return Nature(*kinds[0])


def _is_text(content: bytes) -> bool:
    head = content[:4096]
    if b"\0" in head or head.lstrip()[:1] == b"<" or head.startswith((b"#!", b"MZ", b"\x7fELF")):
        return False
    try:
        head.decode("utf-8", errors="strict")
    except UnicodeDecodeError as cut:
        return cut.start > len(head) - 4
    return True
