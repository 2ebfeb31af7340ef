"""What a request made by a script differs in."""

from django.http import HttpRequest


def wants_part(request: HttpRequest) -> bool:
    """Whether a script asks for a piece of the page (going back in the history wants all of it)."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )
