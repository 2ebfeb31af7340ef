"""Which files we take: judged by their content, never by their name."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from kept.kernel.errors import Refused

PICTURES = {"PNG": ("image/png", ".png"), "JPEG": ("image/jpeg", ".jpg"), "WEBP": ("image/webp", ".webp")}
MOST_PIXELS = 60_000_000


class UnknownFile(Refused):
    default = _(
        "This kind of file is not taken. Send a picture (PNG, JPEG, WebP), a PDF, an Excel file or a text."
    )


class FileTooLarge(Refused):
    default = _("The file is too large.")


class EmptyFile(Refused):
    default = _("The file is empty.")


@dataclass(frozen=True)
class Nature:
    content_type: str
    suffix: str


def nature_of(content: bytes) -> Nature:
    """What a file is by its bytes. Raises UnknownFile for anything that we do not take."""
    if not content:
        raise EmptyFile
    if content.startswith(b"%PDF-"):
        return Nature("application/pdf", ".pdf")
    if content.startswith(b"PK\x03\x04"):
        return _workbook(content)
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


def _workbook(content: bytes) -> Nature:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = set(parts.namelist())
    except zipfile.BadZipFile as broken:
        raise UnknownFile from broken
    if "xl/workbook.xml" not in names or any("vbaProject" in name for name in names):
        raise UnknownFile
    return Nature("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx")


def _is_text(content: bytes) -> bool:
    head = content[:4096]
    if b"\0" in head or head.lstrip()[:1] == b"<" or head.startswith((b"#!", b"MZ", b"\x7fELF")):
        return False
    try:
        head.decode("utf-8", errors="strict")
    except UnicodeDecodeError as cut:
        return cut.start > len(head) - 4
    return True
