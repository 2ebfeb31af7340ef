"""Mappings that can be chosen: those that ship with Kept and those that somebody uploaded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from kept.kernel.words import say

from ..models import MappingFile
from ..reading.mapping import BadMapping, Mapping, read_mapping

ROOM = Path(__file__).resolve().parent.parent
SAMPLES = ROOM / "deliveries" / "samples"


def shipped() -> list[Path]:
    """The mappings that come with Kept, of every kind of file."""
    return sorted(ROOM.glob("*/mappings/*.toml"), key=lambda path: path.stem)


@dataclass(frozen=True)
class Chosen:
    """A mapping with the text it was read from."""

    mapping: Mapping
    text: str

    @property
    def name(self) -> str:
        return self.mapping.name

    @property
    def digest(self) -> str:
        return sha256(self.text.encode()).hexdigest()

    @property
    def title(self) -> str:
        return say(self.mapping.title) or self.mapping.name


def mapping_of(text: str, name: str) -> Chosen:
    return Chosen(read_mapping(text, name=name, zone=settings.TIME_ZONE), text)


def mapping_from(wanted: str | Path) -> Chosen:
    """A mapping by the path of its file, or by the name of one that ships or was uploaded."""
    path = Path(wanted)
    if path.is_file():
        try:
            return mapping_of(path.read_text(encoding="utf-8-sig"), path.stem)
        except UnicodeDecodeError:
            raise BadMapping("", path.name, "must be a text in UTF-8") from None
    found = next((chosen for chosen in all_mappings() if chosen.name == str(wanted)), None)
    if found is None:
        names = ", ".join(sorted({chosen.name for chosen in all_mappings()}))
        raise BadMapping(
            "", str(wanted), f"there is no such file, nor a mapping of this name; there are: {names}"
        )
    return found


def all_mappings() -> Iterator[Chosen]:
    """The uploaded ones, newest of each name, before the shipped ones."""
    seen = set()
    for row in MappingFile.objects.order_by("name", "-pk"):
        if row.name not in seen:
            seen.add(row.name)
            yield mapping_of(row.text, row.name)
    for file in shipped():
        if file.stem not in seen:
            yield mapping_of(file.read_text(encoding="utf-8"), file.stem)
