"""What every template may use: `chrome`, made only when a whole page asks for it."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .chrome import chrome_of


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"chrome": SimpleLazyObject(lambda: chrome_of(request))}
