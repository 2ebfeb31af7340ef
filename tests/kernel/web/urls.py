"""The kernel's own addresses and a few pages to stand on, without the rooms above."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from kept.kernel.web.doors import needs


@needs("web.look")
def page(request: HttpRequest, number: str = "") -> HttpResponse:
    return HttpResponse(number)


looks = [
    path("ships/", page, name="ships"),
    path("ships/new/", page, name="new"),
    path("ships/release/", page, name="release"),
    path("ships/<str:number>/", page, name="ship"),
]
urlpatterns = [path("", include("kept.kernel.web.urls")), path("", include((looks, "look")))]
