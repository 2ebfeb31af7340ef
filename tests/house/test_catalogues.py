"""Three languages, complete: no empty entry, no fuzzy one, the same messages in both catalogues."""

import ast
import re
from pathlib import Path

import polib
import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "kept"
LANGUAGES = ("zh_Hans", "zh_Hant")
ROOMS = sorted(file.parent.name for file in PACKAGE.glob("*/apps.py"))
PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[sdif]")
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
QUOTED = r"\"[^\"]*\"|'[^']*'"
IN_TEMPLATE = re.compile(rf"{{%\s*(?:trans|translate)\s+({QUOTED})(?:\s+context\s+({QUOTED}))?")


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_no_gap(room: str, language: str) -> None:
    catalogue = _catalogue(room, language)

    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue if not entry.obsolete and not _is_filled(entry)] == []


@pytest.mark.parametrize("room", ROOMS)
def test_both_catalogues_hold_the_same_messages(room: str) -> None:
    simplified, traditional = (_keys(_catalogue(room, language)) for language in LANGUAGES)

    assert simplified == traditional


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_placeholders(room: str, language: str) -> None:
    changed = [
        entry.msgid
        for entry in _catalogue(room, language)
        if "python-format" in entry.flags and not entry.msgid_plural
        if sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(PLACEHOLDER.findall(entry.msgstr))
    ]

    assert changed == []


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_a_room_is_in_its_catalogue(room: str, language: str) -> None:
    assert _said(room) - _keys(_catalogue(room, language)) == set()


def test_the_same_word_is_translated_alike_everywhere() -> None:
    """One message, one translation in a language, unless its context says otherwise."""
    for language in LANGUAGES:
        seen: dict[tuple[str | None, str], dict[str, list[str]]] = {}
        for room in ROOMS:
            for entry in _catalogue(room, language):
                if not entry.obsolete and not entry.msgid_plural:
                    seen.setdefault((entry.msgctxt, entry.msgid), {}).setdefault(entry.msgstr, []).append(
                        room
                    )

        assert {key[1]: said for key, said in seen.items() if len(said) > 1} == {}


def _catalogue(room: str, language: str) -> polib.POFile:
    file = PACKAGE / room / "locale" / language / "LC_MESSAGES" / "django.po"
    return polib.pofile(str(file)) if file.exists() else polib.POFile()


def _keys(catalogue: polib.POFile) -> set[tuple[str | None, str]]:
    return {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}


def _is_filled(entry: polib.POEntry) -> bool:
    return all(entry.msgstr_plural.values()) if entry.msgid_plural else bool(entry.msgstr.strip())


def _said(room: str) -> set[tuple[str | None, str]]:
    """Literal messages in the room's source and templates, each with its context."""
    found: set[tuple[str | None, str]] = set()
    for file in (PACKAGE / room).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in GETTEXT:
                words = [each.value for each in node.args if isinstance(each, ast.Constant)]
                if node.func.id.startswith("p") and len(words) > 1:
                    found.add((str(words[0]), str(words[1])))
                elif not node.func.id.startswith("p") and words and isinstance(node.args[0], ast.Constant):
                    found.add((None, str(words[0])))
    for file in (PACKAGE / room).rglob("*.html"):
        for words, context in IN_TEMPLATE.findall(file.read_text()):
            found.add((context[1:-1] or None, words[1:-1]))
    return {(context, words) for context, words in found if words}
