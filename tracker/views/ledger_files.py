"""The ledger as files: taken out, and brought back. What the files hold is in tracker/ledger/."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import access_of
from tracker.access import fetch, visible_tasks
from tracker.bulk import chosen_versions
from tracker.forms.drafts import whole_number
from tracker.forms.ledgers import LedgerUploadForm, ReadingForm
from tracker.ledger import incoming
from tracker.ledger.incoming import RETURNED, WAITING, Overtaken, visible_drafts
from tracker.ledger.later import AT_ONCE, confirm_later
from tracker.ledger.outgoing import FORMATS
from tracker.ledger.sheet import Sheet, file_name
from tracker.lights import lit
from tracker.listing import listing
from tracker.models import LedgerDraft
from tracker.views.navigation import way_back
from tracker.workflow import Refused

PER_PAGE, RECENT = 100, 10


@require_safe
def task_export(request: HttpRequest) -> HttpResponseBase:
    """The list that `next` names, or the tasks ticked in it, as a file: same rows, order and columns as the page."""
    kind = FORMATS.get(request.GET.get("format", "xlsx"))
    if kind is None:
        raise Http404
    back = way_back(request)
    listed = listing(QueryDict(urlsplit(back).query), request.user)
    tasks, about = listed.tasks, listed.about
    if request.GET.get("scope") == "ticked":
        chosen = chosen_versions(request.GET.getlist("chosen"))
        if not chosen:
            messages.error(request, _("Please tick the tasks first."))
            return redirect(back)
        tasks, about = tasks.filter(pk__in=chosen), ""
    response = StreamingHttpResponse(kind.content(Sheet(tasks, listed.columns, about)), content_type=kind.content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file_name(kind.suffix))
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def ledger_import(request: HttpRequest) -> HttpResponse:
    access = access_of(request.user)
    if not (access.coordinates or access.handles):
        raise PermissionDenied(_("Only coordinators and handlers bring ledgers in."))
    form = LedgerUploadForm(request.POST, request.FILES) if request.method == "POST" else LedgerUploadForm()
    if form.is_valid():
        try:
            return redirect(incoming.receive(*form.upload, by=request.user))
        except Refused as refused:
            form.add_error("file", str(refused))
    drafts = visible_drafts(request.user).defer("grids", "outcome")
    context = {
        "form": form,
        "waiting": drafts.filter(state=WAITING),
        "recent": drafts.filter(state=incoming.CONFIRMED).order_by("-settled_at")[:RECENT],
    }
    return render(request, "tracker/ledger_import.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ledger_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: what confirming would do, or what it did; POST: confirm, put away, or understand the columns otherwise."""
    draft = fetch(visible_drafts(request.user), pk)
    context: dict[str, Any] = {"draft": draft, "earlier": incoming.earlier(draft)}
    if request.method == "POST":
        try:
            return _carried_out(request, draft, context)
        except Refused as refused:
            context["refusal"] = refused
            context["draft"] = draft = fetch(visible_drafts(request.user), pk)
    if draft.state != WAITING:
        context |= _outcome(request, draft)
    elif draft.kind == RETURNED:
        context |= _returned(request, draft)
    else:
        context |= _old(request, draft, context.get("form"))
    status = 409 if isinstance(context.get("refusal"), Overtaken) else 200
    return render(request, "tracker/ledger_draft.html", context, status=status)


def _carried_out(request: HttpRequest, draft: LedgerDraft, context: dict[str, Any]) -> HttpResponse:
    """Do what the button says; raise Refused with a sentence if that is not possible."""
    do, version = request.POST.get("do", ""), whole_number(request.POST.get("version", "")) or 0
    if do == "discard":
        incoming.discard(draft, by=request.user, version=version)
        messages.success(request, _("“%(name)s” was put away; nothing of it was carried out.") % {"name": draft.name})
        return redirect("ledger-import")
    if draft.kind != RETURNED and _is_understood_otherwise(request, draft, context, version):
        if do == "confirm":
            messages.warning(request, _("You changed how the columns are understood: please look through it again."))
        return redirect(draft)
    return _confirmed(request, draft, version) if do == "confirm" else redirect(draft)


def _is_understood_otherwise(request: HttpRequest, draft: LedgerDraft, context: dict[str, Any], version: int) -> bool:
    """Save how the form understands the columns, if that is not how they were understood before."""
    before = incoming.reading_of(draft)
    form = context["form"] = ReadingForm(request.POST, grids=incoming.grids_of(draft), reading=before)
    if not form.is_valid():
        raise Refused(_("Nothing was saved: please check the fields that are marked."))
    if form.reading == before:
        return False
    incoming.read_differently(draft, form.reading, version=version)
    return True


def _confirmed(request: HttpRequest, draft: LedgerDraft, version: int) -> HttpResponse:
    arguments = {"seen": request.POST.get("seen", "")}
    if draft.kind == RETURNED:
        arguments["reason"] = request.POST.get("reason", "")
    if (whole_number(request.POST.get("rows", "")) or 0) > AT_ONCE:
        return redirect(confirm_later(draft, by=request.user, version=version, **arguments))
    confirm = incoming.confirm_returned if draft.kind == RETURNED else incoming.confirm_old
    confirm(draft, by=request.user, version=version, **arguments)
    messages.success(request, _("“%(name)s” was taken in.") % {"name": draft.name})
    return redirect(draft)


def _returned(request: HttpRequest, draft: LedgerDraft) -> dict[str, Any]:
    plan = incoming.returned_plan(draft, request.user)
    rows = [*plan.refused, *plan.ready, *plan.noted]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return {"plan": plan, "page": page, "reason": request.POST.get("reason", "")}


def _old(request: HttpRequest, draft: LedgerDraft, form: ReadingForm | None) -> dict[str, Any]:
    plan, reading = incoming.old_plan(draft), incoming.reading_of(draft)
    page = Paginator([*plan.ready, *plan.known, *plan.left_out], PER_PAGE).get_page(request.GET.get("page"))
    return {
        "plan": plan,
        "page": page,
        "form": form or ReadingForm(grids=incoming.grids_of(draft), reading=reading),
        "titled": "title" in reading.columns.values(),
    }


def _outcome(request: HttpRequest, draft: LedgerDraft) -> dict[str, Any]:
    """Return what confirming did, with the tasks that the user may see."""
    told = draft.outcome or {}
    page = Paginator(_told_rows(told), PER_PAGE).get_page(request.GET.get("page"))
    tasks = lit(visible_tasks(request.user)).filter(pk__in=[row["task"] for row in page]).in_bulk()
    rows = [row | {"task": tasks.get(row["task"])} for row in page]
    return {"told": told, "rows": rows, "page": page}


def _told_rows(told: dict[str, Any]) -> list[dict[str, Any]]:
    refused = [{"number": row, "task": task, "why": why} for row, task, why in told.get("refused", ())]
    done = [{"number": row, "task": task, "labels": labels} for row, task, labels in told.get("done", ())]
    return [*refused, *done, *({"task": task} for task in told.get("made", ()))]
