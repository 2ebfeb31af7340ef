"""Catalogues are compiled when they changed, and only then."""

import gettext
import os
from pathlib import Path

from kept.config.messages import compile_messages

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Place the order"
msgstr "下单"
"""


def _package(folder: Path) -> Path:
    catalogue = folder / "orders" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(PO, encoding="utf-8")
    return catalogue


def test_a_catalogue_is_compiled(tmp_path: Path) -> None:
    catalogue = _package(tmp_path)

    written = compile_messages(tmp_path)

    assert written == [catalogue.with_suffix(".mo")]
    with written[0].open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Place the order") == "下单"


def test_a_compiled_catalogue_is_left_alone_until_its_source_changes(tmp_path: Path) -> None:
    catalogue = _package(tmp_path)
    compile_messages(tmp_path)

    again = compile_messages(tmp_path)
    os.utime(catalogue, (2_000_000_000, 2_000_000_000))
    after_a_change = compile_messages(tmp_path)

    assert again == []
    assert after_a_change == [catalogue.with_suffix(".mo")]
