"""All addresses: each room brings its own."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from .api import api
from .health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("api/v1/", api.urls),
    path("", include("kept.kernel.web.urls")),
    *(
        path("", include(f"kept.{room}.ui.urls"))
        for room in settings.ROOMS
        if room != "kernel" and find_spec(f"kept.{room}.ui") and find_spec(f"kept.{room}.ui.urls")
    ),
]
handler403 = "kept.kernel.web.views.forbidden"
handler404 = "kept.kernel.web.views.not_found"
handler500 = "kept.kernel.web.views.broken"
