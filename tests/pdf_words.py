"""The words of a PDF as the press makes them: two-byte glyphs, and a table per font of what they mean."""

from __future__ import annotations

import re
import zlib

PLAIN = rb"\\.|[^\\()]"
NESTED = rb"(?:" + PLAIN + rb"|\((?:" + PLAIN + rb"|\((?:" + PLAIN + rb")*\))*\))*"
SET = rb"/(f\d+) [\d.]+ Tf|\((" + NESTED + rb")\)|(?<=[\[\d)>])<([0-9A-Fa-f]+)>"
"""A font is chosen, or glyphs are set: written plainly, or in hexadecimal digits."""
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def words_of(pdf: bytes) -> str:
    """All text in the order of setting, without blanks: lines break where the page ends them."""
    objects = dict(re.findall(rb"(\d+) 0 obj\n(.*?)\nendobj", pdf, re.DOTALL))
    said = (_page(objects, body) for body in objects.values() if re.search(rb"/Type/Page\b", body))
    return re.sub(r"\s", "", "".join(said))


def _page(objects: dict[bytes, bytes], page: bytes) -> str:
    fonts = dict(re.findall(rb"/(f\d+) (\d+) 0 R", _resources(objects, page)))
    meanings = {name: _meaning(objects, objects[ref]) for name, ref in fonts.items()}
    found, meaning = [], dict[bytes, str]()
    for font, text, digits in re.findall(SET, _opened(objects, page, rb"Contents"), re.DOTALL):
        if font:
            meaning = meanings[font]
        else:
            glyphs = _hex(digits) or _plain(text)
            found += [meaning.get(glyphs[at : at + 2], "") for at in range(0, len(glyphs), 2)]
    return "".join(found)


def _resources(objects: dict[bytes, bytes], page: bytes) -> bytes:
    named = re.search(rb"/Resources (\d+) 0 R", page)
    return objects[named[1]] if named else page


def _meaning(objects: dict[bytes, bytes], font: bytes) -> dict[bytes, str]:
    """Glyph to words, from the font's table of single glyphs."""
    told = _opened(objects, font, rb"ToUnicode")
    pairs = re.findall(rb"^<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>$", told, re.MULTILINE)
    return {
        bytes.fromhex(glyph.decode()): bytes.fromhex(said.decode()).decode("utf-16-be")
        for glyph, said in pairs
    }


def _hex(digits: bytes) -> bytes:
    return bytes.fromhex(digits.decode())


def _opened(objects: dict[bytes, bytes], of: bytes, name: bytes) -> bytes:
    ref = re.search(rb"/" + name + rb" (\d+) 0 R", of)
    if ref is None:
        return b""
    return zlib.decompressobj().decompress(objects[ref[1]].partition(b"stream\n")[2])


def _plain(text: bytes) -> bytes:
    """A written string without its escapes."""

    def one(found: re.Match[bytes]) -> bytes:
        said = found[1]
        return bytes([int(said, 8) & 255]) if said.isdigit() else ESCAPES.get(said, said)

    return re.sub(rb"\\([0-7]{1,3}|.)", one, text, flags=re.DOTALL)
