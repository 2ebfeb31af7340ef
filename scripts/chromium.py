"""Where the browser of the tests is; `python -m scripts.chromium` fails with one line when there is none."""

import os
import shutil
import sys

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")
HOW = "Chromium is missing. On Debian: apt-get install chromium fonts-noto-cjk (or name one: CHROMIUM=path)"


def chromium() -> str | None:
    """The path of a Chromium, or None."""
    named = os.environ.get("CHROMIUM")
    return next(filter(None, map(shutil.which, [named] if named else NAMES)), None)


if __name__ == "__main__":
    if chromium() is None:
        sys.exit(HOW)
