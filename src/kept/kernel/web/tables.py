"""Lists: a table is declared once and gives the page, its parts, its files and its keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified, QueryDict
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from kept.kernel.actor import Actor

from . import exports, menu, saved_views
from .answers import answer, polled, shown_by
from .columns import Column, Kind
from .htmx import wants_part
from .keyset import Merged
from .listing import Listing

__all__ = ["Column", "Kind", "Table", "list_page"]

Filters = Callable[[QueryDict], forms.Form]


class Table:
    """What a list is made of. Subclass it and name the parts."""

    name: ClassVar[str]
    title: ClassVar[Any]
    columns: ClassVar[tuple[Column, ...]]
    default: ClassVar[tuple[str, ...]] = ()
    """Codes of the columns shown at first; all when empty."""
    order: ClassVar[tuple[str, ...]] = ("-id",)
    empty: ClassVar[Any] = _("Nothing here yet.")
    empty_act: ClassVar[tuple[Any, ...] | None] = None
    """(url name, label[, permission]) of the one act that fills an empty list."""
    acts: ClassVar[tuple[tuple[Any, ...], ...]] = ()
    """(url name, label[, permission]) of buttons beside the title, main one first."""
    bulk_acts: ClassVar[tuple[tuple[Any, ...], ...]] = ()
    """(url name, label[, permission]) of what can be done to the chosen rows, posted as `pk`."""
    size: ClassVar[int] = 50
    live: ClassVar[bool] = False
    """Whether the page asks for news every 15 seconds."""
    topic: ClassVar[str] = ""
    """What it is pinged by, so that it looks again at once, see `kernel.live`."""
    follows: ClassVar[tuple[str, ...]] = ()
    """Labels of the models by whose events alone its rows change, see `standing`."""
    exported: ClassVar[bool] = True
    beside: ClassVar[Callable[..., str] | None] = None
    """A static method: the address of the part that shows a row's record beside the list."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for url, label, *permission in (*cls.acts, *([cls.empty_act] if cls.empty_act else ())):
            if permission:
                menu.act(url, label, permission=permission[0])


def list_page(
    request: HttpRequest,
    table: type[Table],
    rows: QuerySet[Any] | Merged,
    *,
    filters: Filters | None = None,
    template: str = "kernel/list.html",
    status: int = 200,
    **context: Any,
) -> HttpResponseBase:
    """The list as the address asks for it: filtered, sorted, a page of it, or all of it as a file."""
    form = filters(request.GET) if filters else None
    actor = Actor.of(request)
    listing = Listing(table=table, rows=rows, form=form, query=request.GET, actor=actor, at=now())
    if table.exported and request.GET.get("export") in exports.FORMATS:
        return exports.file_of(listing, request.GET["export"])
    if wants_part(request):
        if listing.stands(shown_by(request)[1]):
            return HttpResponseNotModified()
        stamp = listing.stamp  # before the rows are read
        show = partial(_rows, request, template, listing, context)
        return polled(request, listing.fingerprint, show, stamp=stamp)
    context["tabs"] = saved_views.tabs(listing, request.path)
    return answer(request, template, status=status, list=listing, **context)


def _rows(request: HttpRequest, template: str, listing: Listing, context: dict[str, Any]) -> HttpResponse:
    """The rows alone; after a change of filters with the address that shows them again."""
    response = answer(request, template, part="rows", list=listing, **context)
    if request.headers.get("HX-Trigger") == "filters":
        kept = "&".join(part for part in listing.kept_query.split("&") if not part.endswith("="))
        response["HX-Push-Url"] = f"{request.path}?{kept}" if kept else request.path
    return response


def chosen(request: HttpRequest, rows: QuerySet[Any], *, most: int = 1000) -> QuerySet[Any]:
    """The rows that a bulk act was asked for, out of those the actor may act on."""
    wanted: Sequence[str] = request.POST.getlist("pk")[:most]
    return rows.filter(pk__in=[int(pk) for pk in wanted if pk.isdecimal()])
