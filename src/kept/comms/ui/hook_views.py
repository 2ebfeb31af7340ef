"""The door for machines: signed calls of chat tools, SMS gateways and mail servers."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kept.kernel.web.doors import public

from ..actions.calling import CallRefused, Envelope, largest, take_call
from ..enums import AccountKind
from ..models import Account


@public
@csrf_exempt
@require_POST
def hook(request: HttpRequest, token: str) -> JsonResponse:
    """Take one message: 202 when it is new, 200 when it was known, else why not."""
    at = now()
    account = get_object_or_404(Account.objects.exclude(kind=AccountKind.NOTIFICATION), token=token)
    envelope = Envelope(
        stamp=request.headers.get("X-Kept-Time", ""),
        nonce=request.headers.get("X-Kept-Nonce", ""),
        signature=request.headers.get("X-Kept-Signature", ""),
    )
    try:
        message, is_new = take_call(
            account=account, envelope=envelope, body=request.read(largest(at) + 1), at=at
        )
    except CallRefused as no:
        return JsonResponse({"refused": no.why.value}, status=no.status)
    return JsonResponse({"number": message.number}, status=202 if is_new else 200)
