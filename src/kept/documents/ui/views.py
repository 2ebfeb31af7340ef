"""Opening a kept file."""

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404

from kept.kernel.actor import Actor
from kept.kernel.web.doors import needs

from ..models import Document


@needs("documents.view")
def document(request: HttpRequest, token: str) -> FileResponse:
    """The file itself; pictures and PDF open in place, everything else downloads."""
    kept = get_object_or_404(Document.objects.permitted(Actor.of(request), "documents.view"), token=token)
    inline = kept.is_image or kept.content_type == "application/pdf"
    response = FileResponse(
        kept.file.open("rb"), as_attachment=not inline, filename=kept.name, content_type=kept.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response
