"""A mapping: which column of a file fills which field of a record, and how its texts are read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fnmatch import translate
from functools import cached_property
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from kept.kernel.errors import Refused

from .kinds import KINDS, FileKind

TABLES: Final = {
    "": {"name", "kind", "title", "zone", "currency", "file", "key", "dates", "numbers", "texts", "fields"},
    "file": {"sheet", "delimiter", "encoding", "head"},
    "key": {"columns", "prefix"},
    "dates": {"formats", "pivot"},
    "numbers": {"ignore", "decimal_mark"},
    "texts": {"empty"},
}
FIELD_KEYS: Final = {
    *("column", "columns", "join", "value", "before", "codes", "other", "formats", "day", "ignore"),
    *("times", "lowest", "highest", "beyond", "needed"),
}
DEFAULT_FORMATS: Final = ("iso", "ymd", "chinese")


class BadMapping(Refused):
    """A mapping that cannot be used: names the table, the key and the reason."""

    def __init__(self, table: str, key: str, reason: object) -> None:
        place = f"[{table}] {key}".strip() if table else key
        super().__init__(_("Mapping, %(place)s: %(reason)s") % {"place": place, "reason": reason})
        self.table, self.key = table, key


@dataclass(frozen=True, kw_only=True)
class FieldRule:
    """How one field is filled: from columns, or with a constant value."""

    name: str
    columns: tuple[str, ...] = ()
    join: str = " "
    value: Any = None
    before: str = ""
    codes: Table[str, Any] | None = None
    other: str = "reject"
    formats: tuple[str, ...] = DEFAULT_FORMATS
    pivot: int = 68
    day: bool | None = None
    empty: re.Pattern[str] | None = None
    decimal_mark: str = "."
    times: Decimal = Decimal(1)
    lowest: Decimal | None = None
    highest: Decimal | None = None
    beyond: str = "reject"
    needed: bool = False

    @property
    def table(self) -> str:
        return f"fields.{self.name}"

    @property
    def title(self) -> str:
        """The columns as they are called in the file."""
        return ", ".join(self.columns) or self.name


@dataclass(frozen=True, kw_only=True)
class Mapping:
    name: str
    kind: FileKind
    title: Table[str, str]
    zone: ZoneInfo
    currency: str
    sheet: str | None
    delimiter: str | None
    encoding: str | None
    head: int
    key: tuple[str, ...]
    prefix: str
    fields: Table[str, FieldRule]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Every column of the file that this mapping reads, once."""
        used = [column for rule in self.fields.values() for column in rule.columns]
        return tuple(dict.fromkeys((*self.key, *used)))


def _misspelt(wrong: str) -> object:
    """Where a text is no TOML, in the reader's words; the reader of TOML says it in English alone."""
    place = re.search(r"at line (\d+), column (\d+)", wrong)
    if place is None:
        return _("the text breaks off: a bracket or quotation mark is not closed")
    return _("cannot be read at line %(line)s, sign %(column)s: check quotation marks, brackets and =") % {
        "line": place[1],
        "column": place[2],
    }


def read_mapping(text: str, *, name: str, zone: str = "UTC") -> Mapping:
    """The mapping that a TOML text states; `name` and `zone` fill what it leaves out."""
    try:
        top = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise BadMapping("", name, _misspelt(str(wrong))) from None
    _only(top, TABLES[""], "")
    parts = {table: _table(top, table) for table in ("file", "key", "dates", "numbers", "texts", "fields")}
    for table, keys in TABLES.items():
        if table:
            _only(parts[table], keys, table)
    kind = KINDS[_choice(top, "kind", "", tuple(KINDS), "deliveries")]
    return Mapping(
        name=_text(top, "name", "") or name,
        kind=kind,
        title=top.get("title", {}) if isinstance(top.get("title", {}), dict) else {"en": str(top["title"])},
        zone=_zone(_text(top, "zone", "") or zone),
        currency=_currency(_text(top, "currency", "") or "CNY"),
        sheet=_text(parts["file"], "sheet", "file") or None,
        delimiter=_text(parts["file"], "delimiter", "file") or None,
        encoding=_text(parts["file"], "encoding", "file") or None,
        head=_whole(parts["file"], "head", "file", 1),
        key=tuple(_texts(parts["key"], "columns", "key")),
        prefix=_text(parts["key"], "prefix", "key") or _text(top, "name", "") or name,
        fields=_fields(kind, parts),
    )


def _fields(kind: FileKind, parts: Table[str, Table[str, Any]]) -> dict[str, FieldRule]:
    given = parts["fields"]
    for name in given:
        if name not in kind.fields:
            raise BadMapping("fields", name, _("no such field; there are %s") % ", ".join(kind.fields))
    for name in kind.needed:
        if name not in given:
            raise BadMapping("fields", name, _("this field is needed"))
    return {name: _field(name, told, kind, parts) for name, told in given.items()}


def _field(name: str, told: Any, kind: FileKind, parts: Table[str, Table[str, Any]]) -> FieldRule:
    table = f"fields.{name}"
    given: dict[str, Any] = {"column": told} if isinstance(told, str) else told
    if not isinstance(given, dict):
        raise BadMapping("fields", name, _("must be the name of a column or a table"))
    _only(given, FIELD_KEYS, table)
    columns = _texts(given, "columns", table) or [c for c in [_text(given, "column", table)] if c]
    if bool(columns) == ("value" in given):
        raise BadMapping(table, "column", _("give either a column or a value"))
    silent = _texts(parts["texts"], "empty", "texts") + _texts(given, "ignore", table)
    if kind.fields[name] in ("number", "whole"):
        silent += _texts(parts["numbers"], "ignore", "numbers")
    formats = _texts(given, "formats", table) or _texts(parts["dates"], "formats", "dates")
    rule = FieldRule(
        name=name,
        columns=tuple(columns),
        join=_text(given, "join", table, " "),
        value=given.get("value"),
        before=_text(given, "before", table),
        codes=_codes(given, kind.codes.get(name), table),
        other=_choice(given, "other", table, ("reject", "no data", "keep"), "reject"),
        formats=tuple(formats) or DEFAULT_FORMATS,
        pivot=_whole(parts["dates"], "pivot", "dates", 68),
        day=_yesno(given, "day", table),
        empty=_matcher(silent),
        decimal_mark=_choice(parts["numbers"], "decimal_mark", "numbers", (".", ","), "."),
        times=_decimal(given, "times", table) or Decimal(1),
        lowest=_decimal(given, "lowest", table),
        highest=_decimal(given, "highest", table),
        beyond=_choice(given, "beyond", table, ("reject", "no data"), "reject"),
        needed=_needed(given, name in kind.needed, table),
    )
    _constant_is_a_code(rule, kind.codes.get(name))
    return rule


def _needed(given: Table[str, Any], by_kind: bool, table: str) -> bool:
    told = _yesno(given, "needed", table)
    return by_kind if told is None else told


def _codes(given: Table[str, Any], allowed: frozenset[str] | None, table: str) -> dict[str, Any] | None:
    codes = given.get("codes")
    if codes is None:
        return None
    if not isinstance(codes, dict) or not codes:
        raise BadMapping(table, "codes", _("must be a table of what stands in the file and what it means"))
    for source, meaning in codes.items():
        if allowed and meaning not in allowed:
            raise BadMapping(f"{table}.codes", source, _("must be one of %s") % ", ".join(sorted(allowed)))
    return {str(source).strip().casefold(): meaning for source, meaning in codes.items()}


def _constant_is_a_code(rule: FieldRule, allowed: frozenset[str] | None) -> None:
    if allowed and rule.value is not None and rule.value not in allowed:
        raise BadMapping(rule.table, "value", _("must be one of %s") % ", ".join(sorted(allowed)))


def _only(given: Table[str, Any], keys: set[str], table: str) -> None:
    for key in given:
        if key not in keys:
            raise BadMapping(table, key, _("no such key; there are %s") % ", ".join(sorted(keys)))


def _table(top: Table[str, Any], name: str) -> dict[str, Any]:
    found = top.get(name, {})
    if not isinstance(found, dict):
        raise BadMapping("", name, _("must be a table"))
    return found


def _text(given: Table[str, Any], key: str, table: str, default: str = "") -> str:
    found = given.get(key, default)
    if not isinstance(found, str):
        raise BadMapping(table, key, _("must be a text in quotes"))
    return found


def _texts(given: Table[str, Any], key: str, table: str) -> list[str]:
    found = given.get(key, [])
    found = [found] if isinstance(found, str) else found
    if not isinstance(found, list) or not all(isinstance(text, str) and text for text in found):
        raise BadMapping(table, key, _("must be a list of texts in quotes"))
    return list(found)


def _whole(given: Table[str, Any], key: str, table: str, default: int) -> int:
    found = given.get(key, default)
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        raise BadMapping(table, key, _("must be a whole number"))
    return found


def _decimal(given: Table[str, Any], key: str, table: str) -> Decimal | None:
    found = given.get(key)
    if found is None:
        return None
    try:
        number = Decimal(str(found))
    except InvalidOperation:
        raise BadMapping(table, key, _("must be a number")) from None
    if isinstance(found, bool) or not number.is_finite():
        raise BadMapping(table, key, _("must be a number"))
    return number


def _yesno(given: Table[str, Any], key: str, table: str) -> bool | None:
    found = given.get(key)
    if found is not None and not isinstance(found, bool):
        raise BadMapping(table, key, _("must be true or false"))
    return found


def _choice(given: Table[str, Any], key: str, table: str, choices: Sequence[str], default: str) -> str:
    found = given.get(key, default)
    if found not in choices:
        raise BadMapping(table, key, _("must be one of %s") % ", ".join(f'"{choice}"' for choice in choices))
    return str(found)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise BadMapping("", "zone", _("there is no time zone '%s'") % name) from None


def _currency(code: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise BadMapping("", "currency", _("must be three capital letters, such as CNY"))
    return code


def _matcher(patterns: Sequence[str]) -> re.Pattern[str] | None:
    """Texts that say nothing, with * for anything."""
    if not patterns:
        return None
    return re.compile("|".join(translate(pattern.casefold()) for pattern in patterns))
