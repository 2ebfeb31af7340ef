"""The door of `kept serve`: live streams are answered here, everything else by the pages over WSGI."""

import asyncio
import os
import signal
import sys
from functools import cache
from typing import Any

from a2wsgi import WSGIMiddleware
from django.utils.module_loading import import_string

from .serving import THREADS
from .wsgi import application as over_wsgi

sys.setswitchinterval(0.0005)  # an answer that is ready need not wait 5 ms for a page that is being made
pages: Any = WSGIMiddleware(over_wsgi, workers=int(os.environ.get(THREADS, "4")))  # type: ignore[arg-type]
live: Any = import_string("kept.config.listening.live")  # asks for models, which are ready only now


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "http" and scope["path"] == "/live/":
        _end_streams_when_told_to_stop()
        await live(scope, receive, send)
    else:
        await pages(scope, lambda: _received(receive), send)


async def _received(receive: Any) -> Any:
    """A part of the body, as the coroutine that the bridge asks for; the server gives a future."""
    return await receive()


@cache
def _end_streams_when_told_to_stop() -> None:
    """The server waits for open streams before it stops, so they end with the signal that stops it.

    asyncio reads signals from its wakeup pipe, so the server's own handlers run as before.
    """
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(live.close))
