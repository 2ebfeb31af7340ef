"""What the browser gets is our own, or comes out of a wheel whose hash the lock knows."""

import hashlib
from importlib.resources import files
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "kept"
FONTS = {".woff", ".woff2", ".ttf", ".otf", ".eot"}
OUT_OF_WHEELS = {
    "htmx-2.min.js": "71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de",
}


def test_no_library_of_others_lies_in_the_repository() -> None:
    scripts = [file for file in _ours() if file.suffix in {".js", ".mjs", ".css"}]

    packed = [
        file.name
        for file in scripts
        if ".min." in file.name or max(map(len, file.read_text().splitlines()), default=0) > 400
    ]

    assert packed == []
    assert [file.name for file in _ours() if file.suffix in FONTS] == []


def test_scripts_and_styles_ask_no_other_host() -> None:
    asking = [
        file.name
        for file in _ours()
        if file.suffix in {".js", ".css", ".html"} and _asks_elsewhere(file.read_text())
    ]

    assert asking == []


def test_the_files_out_of_wheels_are_the_known_ones() -> None:
    folder = files("django_htmx") / "static" / "django_htmx"

    found = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in OUT_OF_WHEELS}

    assert found == OUT_OF_WHEELS


def _ours() -> list[Path]:
    return [file for file in PACKAGE.rglob("*") if file.is_file() and "__pycache__" not in file.parts]


def _asks_elsewhere(text: str) -> bool:
    marks = (
        'src="http',
        "src='http",
        'href="http',
        'href="//',
        'src="//',
        "url(http",
        "@import",
        'fetch("http',
    )
    return any(mark in text for mark in marks)
