"""Upload, preview and confirmation of an import. For coordinators: to others this part of the site doesn't exist."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import access_of
from accounts.models import User
from tracker.access import fetch, visible_jobs
from tracker.draft_acts import changes_of
from tracker.draft_page import SHOWN, Page, View
from tracker.draft_rows import Preview
from tracker.drafts import WAITING, Received, StaleDraft, confirm, correct, discard, preview, reading_of, receive
from tracker.forms.drafts import PreviewForm, UploadForm, whole_number
from tracker.import_jobs import (
    AT_ONCE_CHARS,
    AT_ONCE_ROWS,
    confirm_later,
    read_later,
    received_by,
    room_to_read,
    takes_long,
)
from tracker.intake import Outcome, RefusedFile
from tracker.models import ImportDraft
from tracker.workflow import Refused

CUTTING = ("move", "split", "parts", "merge")  # after these the person often goes on with the same row
HEAVY = ("text", "reading", "document", "rows")


@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    if not access_of(request.user).coordinates:
        raise PermissionDenied(_("Only coordinators import documents."))
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    received: list[Received] = []
    if form.is_valid():
        about = {"unit": form.cleaned_data["unit"], "year": form.cleaned_data["year"]}
        with room_to_read() as is_free:
            if not is_free or takes_long(form.cleaned_data["files"]):
                return redirect(read_later(form.uploads, by=request.user, **about))
            received = [each for file in form.uploads for each in receive(*file, by=request.user, **about)]
        if len(received) == 1 and received[0].draft:
            _tell_received(request, received[0])
            return redirect("import-draft", received[0].draft.pk)
    elif (job := whole_number(request.GET.get("job", ""))) is not None:
        received = received_by(fetch(visible_jobs(request.user), job))
    context = {"form": form, "received": received, "waiting": waiting_drafts()}
    return render(request, "tracker/import_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def import_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the items beside their text; POST: what one of the many buttons does, with all that was typed."""
    draft = fetch(_drafts(request.user), pk)
    if draft.state != WAITING:
        messages.info(request, _("This import does not wait for confirmation any more."))
        return redirect("import-detail", draft.batch_id) if draft.batch_id else redirect("import-list")
    shown = preview(draft)
    form = PreviewForm(request.POST if request.method == "POST" else None, draft=draft, shown=shown)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            return _carried_out(request, draft, form)
        except StaleDraft as stale:
            refusal = str(stale)
        except (Refused, RefusedFile) as refused:
            form.add_error(None, str(refused))
        draft = fetch(_drafts(request.user), pk)  # what was typed may be saved although the rest was refused
        shown = preview(draft)
    return _show(request, draft, shown, form, refusal)


def waiting_drafts() -> QuerySet[ImportDraft]:
    """Return the drafts that wait for confirmation, as lists show them."""
    return ImportDraft.objects.filter(state=WAITING).select_related("by", "changed_by").defer(*HEAVY)


def _drafts(user: User) -> QuerySet[ImportDraft]:
    if not access_of(user).coordinates:
        raise Http404
    return ImportDraft.objects.select_related("by", "changed_by")


def _tell_received(request: HttpRequest, received: Received) -> None:
    if received.known:
        messages.info(request, _("This file was uploaded before and waits for confirmation: here is its preview."))


def _carried_out(request: HttpRequest, draft: ImportDraft, form: PreviewForm) -> HttpResponse:
    """Save what was typed, do what the button says, and lead to where the person goes on."""
    do, version = request.POST.get("do", ""), form.cleaned_data["version"]
    about = {"unit": form.cleaned_data["unit"], "year": form.cleaned_data["year"]}
    changes = [*form.corrections, *changes_of(do, form)]
    draft = correct(draft, *changes, by=request.user, version=version, **about)
    if do == "confirm":
        if len(draft.rows) > AT_ONCE_ROWS or len(draft.text) > AT_ONCE_CHARS:
            return redirect(confirm_later(draft, by=request.user))
        return _confirmed(request, confirm(draft, by=request.user, version=draft.version))
    if do == "discard":
        discard(draft, by=request.user, version=draft.version)
        messages.success(request, _("“%(name)s” was put away; nothing of it became a task.") % {"name": draft.name})
        return redirect("import-list")
    if do == "save":
        messages.success(request, _("Saved."))
    return redirect(_address(request, draft, do))


def _confirmed(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    if outcome.batch is None:
        messages.info(request, _("Nothing was imported: the site has these very texts already."))
        return redirect("import-list")
    made = ngettext("Imported: %(count)d new task.", "Imported: %(count)d new tasks.", outcome.created)
    messages.success(request, made % {"count": outcome.created})
    return redirect("import-detail", outcome.batch.pk)


def _address(request: HttpRequest, draft: ImportDraft, do: str) -> str:
    """Return the page to go on with: the same choice of rows, at the row that the button belongs to."""
    name, number, *_rest = [*do.split(":"), "", ""]
    query = {each: request.GET[each] for each in ("summary", "show", "order") if each in request.GET}
    if number and name in CUTTING:
        query |= {"at": number, "step": request.POST.get(f"step-{number}", "")}
    address = reverse("import-draft", args=[draft.pk]) + (f"?{urlencode(query)}" if query else "")
    return f"{address}#row-{number}" if number.isdecimal() else address


def _show(request: HttpRequest, draft: ImportDraft, shown: Preview, form: PreviewForm, refusal: str) -> HttpResponse:
    page = _page(request, draft, shown, form)
    context: dict[str, Any] = {
        "draft": draft,
        "form": form,
        "page": page,
        "refusal": refusal,
        "remarks": page.remarks(get_language()),
        "ticked": set(form.ticked),
    }
    # htmx shows answers with 200 only; to everybody else the status says that nothing was saved
    status = 409 if refusal and not request.htmx else 200
    return render(request, "tracker/import_draft.html", context, status=status)


def _page(request: HttpRequest, draft: ImportDraft, shown: Preview, form: PreviewForm) -> Page:
    asked = request.GET
    last = len(shown.document.summaries) - 1
    view = View(
        index=min(whole_number(asked.get("summary", "")) or 0, last),
        show=asked["show"] if asked.get("show") in SHOWN else SHOWN[0],
        in_order=asked.get("order") == "text",
        at=whole_number(asked.get("at", "")),
        step=asked.get("step", ""),
    )
    return Page(shown, reading_of(draft), form, draft.unit, view)
