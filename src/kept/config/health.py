"""`/healthz`: whether the database answers and the worker lives."""

from datetime import timedelta

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils.timezone import now

from kept.kernel.clock import last_beat
from kept.kernel.web.doors import public

WORKER_SILENT_AFTER = timedelta(seconds=60)


@public
def healthz(request: HttpRequest) -> JsonResponse:
    try:
        beat = last_beat()
    except DatabaseError:
        return JsonResponse({"database": "down", "worker": "unknown"}, status=503)
    alive = beat is not None and now() - beat < WORKER_SILENT_AFTER
    return JsonResponse({"database": "up", "worker": "up" if alive else "silent"})
