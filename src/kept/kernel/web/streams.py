"""The stream of server-sent events at `/live/`: one watcher per process reads new pings for all listeners."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

from django.db import DatabaseError, connection

from kept.kernel.live import MANY, Listener, is_remembered, last_place, pings_after
from kept.kernel.models import Ping

log = logging.getLogger("kept.live")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Who = Callable[[Scope], Listener | None]
Answer = TypeVar("Answer")

TICK: Final = 0.2
HEARTBEAT: Final = 15.0
LIFETIME: Final = 300.0
"""Seconds after which a stream ends and the page comes again, so that rights taken away take effect."""
PAUSE_AFTER_FAILURE: Final = 2.0
MOST_WAITING: Final = 1000
HEART: Final = ": \n\n"
HEADERS: Final = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
)


class Stream:
    """One page's end: pings that wait to be sent, and the last place that was."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self.waiting: asyncio.Queue[Ping] = asyncio.Queue(MOST_WAITING)
        self.is_over = asyncio.Event()

    def offer(self, ping: Ping) -> None:
        """A page that reads too slowly is let go; it comes again and asks for what it missed."""
        if not self.listener.hears(ping):
            return
        try:
            self.waiting.put_nowait(ping)
        except asyncio.QueueFull:
            self.is_over.set()


class Live:
    """The ASGI application of the stream. `who` tells from a request who listens; None is turned away."""

    def __init__(self, who: Who) -> None:
        self.who = who
        self.streams: set[Stream] = set()
        self.place = 0
        self.watcher: asyncio.Task[None] | None = None
        self.threads = ThreadPoolExecutor(2, thread_name_prefix="live")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        listener = await self._ask(self.who, scope)
        if listener is None:
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        stream = Stream(listener)
        gone = asyncio.ensure_future(_until_gone(receive))
        try:
            await self._join(stream)
            await send({"type": "http.response.start", "status": 200, "headers": list(HEADERS)})
            await self._tell(stream, _last_heard(scope), gone, send)
        finally:
            self.streams.discard(stream)
            gone.cancel()

    def close(self) -> None:
        """End all streams: the server stops."""
        for stream in self.streams:
            stream.is_over.set()

    async def _join(self, stream: Stream) -> None:
        """From here on the watcher offers to this stream; it is started by the first one."""
        if self.watcher is None or self.watcher.done():
            self.place = await self._ask(last_place)
            self.streams.add(stream)
            self.watcher = asyncio.ensure_future(self._watch())
        self.streams.add(stream)

    async def _watch(self) -> None:
        while self.streams:
            try:
                fresh = await self._ask(pings_after, self.place)
            except DatabaseError:
                log.exception("the database does not answer")
                await asyncio.sleep(PAUSE_AFTER_FAILURE)
                continue
            for ping in fresh:
                self.place = ping.place
                for stream in tuple(self.streams):
                    stream.offer(ping)
            if len(fresh) < MANY:
                await asyncio.sleep(TICK)

    async def _tell(
        self, stream: Stream, last_heard: int | None, gone: asyncio.Future[None], send: Send
    ) -> None:
        place, missed = await self._missed(stream, last_heard)
        await _send(send, _hello(place, is_resumed=last_heard is not None and missed is not None))
        for ping in missed or ():
            place = ping.place
            if stream.listener.hears(ping):
                await _send(send, _told(ping))
        over = asyncio.ensure_future(stream.is_over.wait())
        end = asyncio.get_running_loop().time() + LIFETIME
        try:
            while asyncio.get_running_loop().time() < end and not (over.done() or gone.done()):
                fresh = await _next(stream, over, gone)
                if fresh is not None and fresh.place > place:
                    await _send(send, _told(fresh))
                elif fresh is None and not (over.done() or gone.done()):
                    await _send(send, HEART)
        finally:
            over.cancel()
        if not gone.done():
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _missed(self, stream: Stream, last_heard: int | None) -> tuple[int, list[Ping] | None]:
        """What came while a page was away; None when that is forgotten, or the page is new."""
        if last_heard is None or not await self._ask(is_remembered, last_heard):
            return self.place, None
        missed: list[Ping] = []
        while fresh := await self._ask(pings_after, missed[-1].place if missed else last_heard):
            missed += fresh
        return last_heard, missed

    async def _ask(self, question: Callable[..., Answer], *given: Any) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self.threads, _asked, question, *given)


def _asked(question: Callable[..., Answer], *given: Any) -> Answer:
    """In a thread with a connection of its own, which is made anew after a failure."""
    try:
        return question(*given)
    except DatabaseError:
        connection.close()
        raise


async def _next(stream: Stream, over: asyncio.Future[Any], gone: asyncio.Future[None]) -> Ping | None:
    """The next ping, or None when it is time for a heartbeat or for the end."""
    wanted = asyncio.ensure_future(stream.waiting.get())
    await asyncio.wait({wanted, over, gone}, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
    if wanted.done():
        return wanted.result()
    wanted.cancel()
    return None


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


def _hello(place: int, *, is_resumed: bool) -> str:
    said = json.dumps({"resumed": is_resumed})
    return f"retry: 1000\nid: {place}\nevent: hello\ndata: {said}\n\n"


def _told(ping: Ping) -> str:
    return f"id: {ping.place}\nevent: ping\ndata: {json.dumps({'topic': ping.topic, **ping.data})}\n\n"


def _last_heard(scope: Scope) -> int | None:
    """The place that the browser sends when it comes again."""
    said = dict(scope["headers"]).get(b"last-event-id", b"").decode("latin-1")
    return int(said) if said.isdecimal() and len(said) < 19 else None
