"""Templates hold nothing that a strict content-security-policy refuses, and no untranslated text."""

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "kept"
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|\shx-on\b|\bhx-vals=[\"']js:",
    re.IGNORECASE,
)
COMMENTS = re.compile(r"{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}|<!--.*?-->", re.DOTALL)
TRANSLATED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
CLASSES = re.compile(r"{%\s*block\s+\w*class\w*\s*%}.*?{%\s*endblock[^%]*%}", re.DOTALL)
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
FORMS = re.compile(r"<form\b(?:{%.*?%}|{{.*?}}|\"[^\"]*\"|[^>\"])*>", re.DOTALL | re.IGNORECASE)
SPOKEN = re.compile(
    r"\s(?:title|alt|placeholder|aria-label|data-(?:message|label|text|confirm))=\"([^\"]*)\""
)
ELEMENTS = re.compile(r"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
LETTERS = re.compile(r"[A-Za-z]{2,}|[\u4e00-\u9fff]")
PROPER = {
    "Kept",
    "Ctrl",
    "Esc",
    "Enter",
    "CSV",
    "Excel",
    "PDF",
    "XLSX",
    "JSON",
    "API",
    "kg",
    "km",
    "nbsp",
    "times",
    "middot",
    "rarr",
    "larr",
    "hellip",
    "ndash",
    "mdash",
    "minus",
    "amp",
    "lt",
    "gt",
    "quot",
    "laquo",
    "raquo",
}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_template_has_no_inline_script_or_style(template: Path) -> None:
    text = COMMENTS.sub("", template.read_text())

    assert [found.strip() for found in INLINE.findall(text)] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_template_says_nothing_outside_translation(template: Path) -> None:
    text = template.read_text()
    for pattern in (COMMENTS, TRANSLATED, CLASSES, TAGS):
        text = pattern.sub("", text)
    spoken = [*ELEMENTS.sub("\n", text).splitlines(), *SPOKEN.findall(text)]

    untranslated = [line.strip() for line in spoken if set(LETTERS.findall(line)) - PROPER]

    assert untranslated == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_form_is_judged_by_us_and_not_by_the_browser(template: Path) -> None:
    """The browser's own bubble speaks the browser's language, names no field and hides what else is wrong."""
    forms = FORMS.findall(COMMENTS.sub("", template.read_text()))

    assert [form for form in forms if 'method="post"' in form and " novalidate" not in form] == []
