"""Three languages, complete: no empty entry, no fuzzy one, the same messages in both catalogues."""

import ast
import re
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "kept"
LANGUAGES = ("zh_Hans", "zh_Hant")
ROOMS = sorted(file.parent.name for file in PACKAGE.glob("*/apps.py"))
PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?[sdif]")
GETTEXT = {
    f"{plural}{context}gettext{lazy}"
    for plural in ("", "n")
    for context in ("", "p")
    for lazy in ("", "_lazy")
} | {"_"}
CALL = re.compile(r"""\b(n?p?gettext)\(((?:\s*u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")\s*,?)+)""")
"""A call in what Django makes of a template for the programs that collect messages."""

Message = tuple[str | None, str, str]
"""Context, words, and the words for several, empty where there are none."""


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
    assert [entry.msgid for entry in _catalogue(room, language) if not _keeps_placeholders(entry)] == []


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_a_room_is_in_its_catalogue(room: str, language: str) -> None:
    known = _keys(_catalogue(room, language))
    singular = {(context, words) for context, words, _several in known}

    lacking = {each for each in _said(room) if each not in known}
    assert {each for each in lacking if each[2] or each[:2] not in singular} == set()


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


def test_every_part_of_the_system_that_acts_has_a_name_in_each_language() -> None:
    source = "".join(file.read_text() for file in PACKAGE.rglob("*.py"))
    acting = set(re.findall(r"Actor\.system\(\"([^\"]+)\"\)", source))

    for language in LANGUAGES:
        named = {
            words
            for context, words, _several in _keys(_catalogue("config", language))
            if context == "who acts"
        }
        assert acting - named == set()


def _catalogue(room: str, language: str) -> polib.POFile:
    file = PACKAGE / room / "locale" / language / "LC_MESSAGES" / "django.po"
    return polib.pofile(str(file), check_for_duplicates=True) if file.exists() else polib.POFile()


def _keys(catalogue: polib.POFile) -> set[Message]:
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in catalogue if not entry.obsolete}


def _is_filled(entry: polib.POEntry) -> bool:
    return all(entry.msgstr_plural.values()) if entry.msgid_plural else bool(entry.msgstr.strip())


def _keeps_placeholders(entry: polib.POEntry) -> bool:
    if entry.msgid_plural:
        known = {*PLACEHOLDER.findall(entry.msgid), *PLACEHOLDER.findall(entry.msgid_plural)}
        return all(set(PLACEHOLDER.findall(said)) <= known for said in entry.msgstr_plural.values())
    return sorted(PLACEHOLDER.findall(entry.msgid)) == sorted(PLACEHOLDER.findall(entry.msgstr))


def _said(room: str) -> set[Message]:
    """Literal messages in the room's source and templates, each with its context."""
    found: set[Message] = set()
    for file in (PACKAGE / room).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in GETTEXT:
                literal = [each.value for each in node.args if isinstance(each, ast.Constant)]
                words = [each for each in literal if isinstance(each, str)]
                if len(words) > ("pgettext" in node.func.id) and isinstance(node.args[0], ast.Constant):
                    found.add(_message(node.func.id, words))
    for file in (PACKAGE / room).rglob("*.html"):
        for name, literals in CALL.findall(templatize(file.read_text())):
            words = ast.literal_eval(f"[{literals}]")
            found.add(_message(name, words))
    return {message for message in found if message[1]}


def _message(name: str, words: list[str]) -> Message:
    """By what the function is called: `n` for one and several, `p` for a context before the words."""
    context = words.pop(0) if "pgettext" in name else None
    return context, words[0], words[1] if name.startswith("n") and len(words) > 1 else ""
