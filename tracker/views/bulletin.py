"""The bulletin 通报: a draft to be edited in the page and taken along as a Word document or as plain text."""

from __future__ import annotations

import io

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import access_of
from tracker.bulletin import as_paper, draft, file_name
from tracker.papers import MEDIA_TYPE
from tracker.scopes import scope

TEXT = "text/plain; charset=utf-8"


@require_http_methods(["GET", "HEAD", "POST"])
def bulletin(request: HttpRequest) -> HttpResponse:
    """Show a draft of what stands in the ledger now; sent back, hand its text out as a file. Nothing is kept."""
    if not access_of(request.user).coordinates:
        raise PermissionDenied(_("Only coordinators write bulletins."))
    text = request.POST.get("text", "")
    if text.strip():
        return _file(text, request.POST.get("as", ""))
    found = scope(request.GET, request.user)
    context = {"scope": found, "draft": draft(found, request.user), "empty": request.method == "POST"}
    return render(request, "tracker/bulletin.html", context)


def _file(text: str, suffix: str) -> FileResponse:
    if suffix == "txt":
        content, kind = text.replace("\r\n", "\n").replace("\n", "\r\n").encode(), TEXT
    else:
        content, kind, suffix = as_paper(text), MEDIA_TYPE, "docx"
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=file_name(suffix), content_type=kind)
