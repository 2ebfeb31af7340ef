"""A field of rows, one per line, the cells parted by a bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..rules.questions import LANGUAGES


class LinesField(forms.CharField):
    """`code | 简体 | 繁體 | English` per line; `numbers` stand between the code and the words."""

    def __init__(self, *, numbers: Sequence[str] = (), **kwargs: Any) -> None:
        self.heads = ("code", *numbers, *LANGUAGES)
        self.numbers = numbers
        super().__init__(widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(
            " | ".join(
                str(part)
                for part in (
                    row["code"],
                    *(row.get(name, "") for name in self.numbers),
                    *(row["words"].get(language, "") for language in LANGUAGES),
                )
            )
            for row in value
        )

    def to_python(self, value: Any) -> Any:
        lines = (super().to_python(value) or "").splitlines()
        rows = [self._row(number, line) for number, line in enumerate(lines, 1) if line.strip()]
        codes = [row["code"] for row in rows]
        for code in codes:
            if codes.count(code) > 1:
                raise forms.ValidationError(_("'%(code)s' stands twice.") % {"code": code})
        return rows

    def _row(self, number: int, line: str) -> dict[str, Any]:
        cells = [cell.strip() for cell in line.replace("｜", "|").split("|")]
        if len(cells) != len(self.heads) or not all(cells):
            words = _("Line %(line)d needs %(cells)d cells with bars between them.")
            raise forms.ValidationError(words % {"line": number, "cells": len(self.heads)})
        given = dict(zip(self.heads, cells, strict=True))
        if not given["code"].replace("_", "").replace("-", "").isalnum() or not given["code"].isascii():
            words = _("Line %(line)d: a code has letters, digits and _ alone.")
            raise forms.ValidationError(words % {"line": number})
        row: dict[str, Any] = {"code": given["code"], "words": {code: given[code] for code in LANGUAGES}}
        return row | {name: self._number(number, given[name]) for name in self.numbers}

    def _number(self, line: int, text: str) -> float:
        try:
            found = float(text)
        except ValueError:
            found = -1
        if not 0 <= found <= 1000:
            words = _("Line %(line)d: '%(text)s' is not a weight from 0 on.")
            raise forms.ValidationError(words % {"line": line, "text": text})
        return int(found) if found.is_integer() else found
