"""The notice 督办通知单 of a task, to be printed from the page or taken along as a Word document."""

from __future__ import annotations

import io

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracker.bulletin import office_of
from tracker.papers import MEDIA_TYPE
from tracker.slips import as_paper, file_name, slip
from tracker.views.navigation import back_query, way_back
from tracker.views.tasks import fetch_task


@require_safe
def task_slip(request: HttpRequest, pk: int) -> HttpResponse:
    task = fetch_task(request.user, pk)
    filled = slip(task, office_of(request.user))
    if request.GET.get("as") == "docx":
        content = io.BytesIO(as_paper(filled))
        return FileResponse(content, as_attachment=True, filename=file_name(filled), content_type=MEDIA_TYPE)
    context = {"task": task, "slip": filled, "back_query": back_query(way_back(request))}
    return render(request, "tracker/task_slip.html", context)
