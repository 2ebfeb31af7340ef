"""The API: each room's router under /api/v1/, opened by a key or by the browser's session."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from kept import __version__
from kept.kernel.errors import Refused
from kept.people.api import ByKey, BySession

api = NinjaAPI(title="Kept", version=__version__, auth=[ByKey(), BySession()], docs_url="docs")


@api.exception_handler(Refused)
def refused(request: HttpRequest, why: Refused) -> HttpResponse:
    """A rule that says no answers 409 with its reason."""
    return api.create_response(request, {"reason": str(why.message), "field": why.field}, status=409)


for room in settings.ROOMS:
    if room != "kernel" and find_spec(f"kept.{room}.api"):
        api.add_router(f"/{room}/", import_module(f"kept.{room}.api").router)
