"""Pictures of the pages: `make screenshots`.

All pages, wide and narrow, light and dark, go to build/pictures with a contact sheet for each login; those
that scripts/pictures.py chooses go to docs/pictures.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import click
from playwright.sync_api import Browser, Page, sync_playwright

from .chromium import FLAGS, HOW, chromium

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "pictures"
DOCS = ROOT / "docs" / "pictures"
SIZES = {"wide": {"width": 1440, "height": 900}, "narrow": {"width": 390, "height": 844}}
LIGHTS = ("light", "dark")
TONGUE = {"zh-hans": "zh_CN", "zh-hant": "zh_TW", "en": "en_US"}


@click.command()
@click.option("--language", default="zh-hans", show_default=True, help="zh-hans, zh-hant or en.")
@click.option("--login", "logins", multiple=True, help="Whose pages; all of the demo when none is named.")
@click.option(
    "--data", default=BUILD / "data", type=click.Path(path_type=Path), help="Folder of a demo company."
)
@click.option("--docs-only", is_flag=True, help="Only the pictures of the documents.")
@click.option("--only", multiple=True, help="Of those, only the ones with this name.")
def main(language: str, logins: tuple[str, ...], data: Path, docs_only: bool, only: tuple[str, ...]) -> None:
    """Load a demo company, unless it is there, walk its pages as each login and take their pictures."""
    if (path := chromium()) is None:
        raise click.UsageError(HOW)
    os.environ["KEPT_DATA"] = str(data.resolve())
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    from kept.config import showing
    from kept.config.cli import set_up

    set_up()
    showing.open_demo(say=click.echo)
    from kept.config.demo import LOGINS

    with _served() as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=[*FLAGS, f"--lang={TONGUE[language].replace('_', '-')}"],
            env={**os.environ, "LANGUAGE": TONGUE[language], "LANG": f"{TONGUE[language]}.UTF-8"},
        )
        _illustrate(browser, origin=origin, language=language, only=only)
        for login in [] if docs_only else logins or [each[0] for each in LOGINS]:
            names = list(_take(browser, origin=origin, login=login, language=language))
            click.echo(f"{login}: {len(names)} pages")
            _sheet(BUILD / language / login, names)
        browser.close()
    if not docs_only:
        _index(BUILD / language)
        click.echo(f"See {(BUILD / language).relative_to(ROOT)}/index.html")


def _illustrate(browser: Browser, *, origin: str, language: str, only: tuple[str, ...]) -> None:
    """The pictures of the documents."""
    from .pictures import PICTURES, take

    DOCS.mkdir(parents=True, exist_ok=True)
    for picture in PICTURES:
        if only and picture.name not in only:
            continue
        context = browser.new_context(
            base_url=origin, locale=TONGUE[language].replace("_", "-"), reduced_motion="reduce"
        )
        context.add_cookies(_cookies(picture.login, language=language, origin=origin))  # type: ignore[arg-type]
        path = take(context.new_page(), picture, DOCS)
        click.echo(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")
        context.close()


def _take(browser: Browser, *, origin: str, login: str, language: str) -> Iterator[str]:
    from .pages import walk

    folder = BUILD / language / login
    folder.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(
        base_url=origin, locale=TONGUE[language].replace("_", "-"), reduced_motion="reduce"
    )
    context.add_cookies(_cookies(login, language=language, origin=origin))  # type: ignore[arg-type]
    page = context.new_page()
    for found in walk(page, origin=origin):
        _shoot(page, folder, found.file_name)
        yield found.file_name
    context.close()


def _shoot(page: Page, folder: Path, name: str) -> None:
    for size, pixels in SIZES.items():
        page.set_viewport_size(pixels)  # type: ignore[arg-type]
        for light in LIGHTS:
            page.emulate_media(color_scheme=light)  # type: ignore[arg-type]
            page.wait_for_timeout(120)
            page.screenshot(path=folder / f"{name}-{size}-{light}.png", full_page=size == "narrow")
    page.set_viewport_size(SIZES["wide"])  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light")


def _cookies(login: str, *, language: str, origin: str) -> list[dict[str, str]]:
    """The language, and the session of a login where there is one."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
    from django.contrib.sessions.backends.db import SessionStore

    values = {settings.LANGUAGE_COOKIE_NAME: language}
    if not login:
        return [{"name": name, "value": value, "url": origin} for name, value in values.items()]
    person = get_user_model().objects.get_by_natural_key(login)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    values[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    return [{"name": name, "value": value, "url": origin} for name, value in values.items()]


@contextmanager
def _served() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        origin = f"http://127.0.0.1:{free.getsockname()[1]}"
    port = origin.rpartition(":")[2]
    server = subprocess.Popen([sys.executable, "-m", "kept.config.cli", "serve", "--port", port])
    try:
        _wait(f"{origin}/healthz")
        yield origin
    finally:
        server.terminate()
        server.wait()


def _wait(address: str, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urlopen(address, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise click.ClickException("The server did not start.")


def _sheet(folder: Path, names: list[str]) -> None:
    """One page with all pictures of a login."""
    rows = "".join(
        f"<h2>{escape(name)}</h2><div>"
        + "".join(
            f'<a href="{name}-{size}-{light}.png"><img src="{name}-{size}-{light}.png" alt=""></a>'
            for size in SIZES
            for light in LIGHTS
        )
        + "</div>"
        for name in names
    )
    style = "body{font:14px sans-serif;margin:16px}img{height:360px;border:1px solid #999;margin:4px}"
    (folder / "index.html").write_text(f"<!doctype html><meta charset=utf-8><style>{style}</style>{rows}")


def _index(folder: Path) -> None:
    links = "".join(
        f'<p><a href="{each.parent.name}/index.html">{each.parent.name}</a>'
        for each in sorted(folder.glob("*/index.html"))
    )
    (folder / "index.html").write_text(f"<!doctype html><meta charset=utf-8>{links}")


if __name__ == "__main__":
    main()
