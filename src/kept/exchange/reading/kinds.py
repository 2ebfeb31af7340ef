"""What a file may be about: its fields, how each is read, and what a row of it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from .cells import Problem
    from .mapping import FieldRule

Nature = Literal["text", "moment", "number", "whole", "yesno", "code"]
YES: Final = frozenset({"yes", "y", "true", "t", "1", "是", "对", "正确", "ok"})
NO: Final = frozenset({"no", "n", "false", "f", "0", "否", "错", "不"})
LONGEST: Final = 160


@dataclass(frozen=True, kw_only=True)
class Told:
    """What one row says. Parties are named as in the file; what it does not say is None."""

    key: str
    customer: str | None = None
    customer_name: str | None = None
    carrier: str | None = None
    carrier_name: str | None = None
    branch: str | None = None
    service: str | None = None


Values = Mapping[str, Any]
Rules = Mapping[str, "FieldRule"]
Tell = Callable[[str, Values, Rules], "Told | Problem"]
"""From the key and the values of a row to what it says, or to the reason why it cannot be so."""


@dataclass(frozen=True)
class FileKind:
    """A kind of file. `needed` fields must be in the mapping; `longest` bounds texts, 160 signs else."""

    name: str
    fields: Mapping[str, Nature]
    needed: tuple[str, ...]
    tell: Tell
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    longest: Mapping[str, int] = field(default_factory=dict)


KINDS: Final[dict[str, FileKind]] = {}


def file_kind(kind: FileKind) -> FileKind:
    KINDS[kind.name] = kind
    return kind
