"""One import from recognised to applied, on one page with an address."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.urls import NoReverseMatch, reverse

from aiop.adminkit import format as fmt
from aiop.files import jobs, questions
from aiop.files.pages import words
from aiop.files.pages.base import IMPORT, VIEW_LOADS, draw, load_of, opens_to, who, zone_of
from aiop.files.pages.preview import preview
from aiop.files.pages.progress import BUSY, progress_of
from aiop.files.reading.source import Refused
from aiop.files.together import judge_those_behind
from aiop.files.uploads import loaded_before
from aiop.loading.kind import all_kinds
from aiop.loading.loads import cancel as let_go
from aiop.loading.loads import compare_again
from aiop.loading.models import Load, QuarantinedRow
from aiop.loading.staged import is_staged
from aiop.runs import asking
from aiop.runs.models import Run
from aiop.runs.running import run_job

State = Load.State
READABLE = {State.UPLOADED, State.ASKING, State.STAGING, State.PREVIEWED, State.REFUSED}
OPEN = {State.UPLOADED, State.ASKING, State.STAGING, State.PREVIEWED, State.REFUSED}


@opens_to(VIEW_LOADS)
def load_page(request: HttpRequest, load_id: int) -> HttpResponseBase:
    """Show how far an import is and what comes next."""
    load = load_of(request, load_id)
    kinds = {kind.name: kind.title for kind in all_kinds()}
    context: dict[str, Any] = {
        "title": f"Import of {load.file_name}",
        "load": load,
        "kinds": kinds,
        "kind_title": kinds.get(load.kind, ""),
        "question": load.question if load.state == State.ASKING else None,
        "progress": progress_of(load) if load.state in BUSY else None,
        "plan": words.plan_mark(load.digest),
        "before": _before(request, load),
        "address": reverse("files:load", args=[load.pk]),
        "may_let_go": load.state in OPEN or load.state == State.APPLYING,
    }
    if load.state == State.PREVIEWED:
        context |= preview(request, load) if is_staged(load) else {"is_gone": True}
    if load.state in {State.APPLIED, State.UNDONE}:
        context |= _done(load)
    return draw(request, "load", **context)


@opens_to(VIEW_LOADS)
def live(request: HttpRequest, load_id: int) -> JsonResponse:
    """Give how far the work is, for the page's script."""
    return JsonResponse(progress_of(load_of(request, load_id)).as_json())


@opens_to(IMPORT, post=True)
def answer(request: HttpRequest, load_id: int) -> HttpResponse:
    """Take the answer to what the file leaves open, and go on reading."""
    load = load_of(request, load_id, lock=True)
    if load.state != State.ASKING:
        return _back(load, request, "This import asks nothing any more.")
    try:
        questions.answer(load, {name: str(value) for name, value in request.POST.items()}, by=who(request))
    except Refused as refusal:
        return _back(load, request, refusal.reason)
    return _read(load, request)


@opens_to(IMPORT, post=True)
def change_kind(request: HttpRequest, load_id: int) -> HttpResponse:
    """Read the file as another kind."""
    load = load_of(request, load_id, lock=True)
    if load.state not in READABLE or request.POST.get("kind") not in {kind.name for kind in all_kinds()}:
        return _back(load, request, "The kind can be changed only before the import is applied.")
    answers = load.question.get("answers", {})
    load.question = {"answers": {"kind": request.POST["kind"], "sheet": answers.get("sheet", "")}}
    return _read(load, request)


@opens_to(IMPORT, post=True)
def again(request: HttpRequest, load_id: int) -> HttpResponse:
    """Read the file once more."""
    load = load_of(request, load_id, lock=True)
    if load.state not in READABLE or (load.state in BUSY and not progress_of(load).is_over):
        return _back(load, request, "This import cannot be read again.")
    return _read(load, request)


@opens_to(IMPORT, post=True)
def compare(request: HttpRequest, load_id: int) -> HttpResponse:
    """Compare staged rows with what is stored now."""
    load = load_of(request, load_id, lock=True)
    if load.state != State.PREVIEWED or not is_staged(load):
        return _back(load, request, "There is nothing to compare: read the file again.")
    with run_job(load.org_id, "files.compare", parameters={"load": load.pk}, by=who(request)) as run:
        compare_again(load, run)
    return _back(load, request)


@opens_to(IMPORT, post=True)
def apply(request: HttpRequest, load_id: int) -> HttpResponse:
    """Apply the plan that the person has seen, and no other."""
    load = load_of(request, load_id, lock=True)
    retry = load.state == State.APPLYING and progress_of(load).broke
    if load.state != State.PREVIEWED and not retry:
        return _back(load, request, f"This import is {load.get_state_display().lower()}: nothing was done.")
    if request.POST.get("plan") != words.plan_mark(load.digest):
        return _back(load, request, "The plan has changed since you opened this page: look at it again, then apply it.")
    if load.warnings and not request.POST.get("sure"):
        return _back(load, request, "Tick that this file belongs here before applying it.")
    jobs.ask(load, jobs.APPLY, by=who(request))
    return _back(load, request)


@opens_to(IMPORT, post=True)
def cancel(request: HttpRequest, load_id: int) -> HttpResponse:
    """Stop the work on an import, or let it go where none is going on."""
    load = load_of(request, load_id, lock=True)
    run = Run.objects.filter(org_id=load.org_id, pk=load.run_id).first() if load.state in BUSY and load.run_id else None
    if run is not None and run.state in {Run.State.QUEUED, Run.State.RUNNING}:
        asking.cancel(run, who(request))
        return _back(load, request)
    if load.state not in OPEN and load.state != State.APPLYING:
        return _back(
            load, request, f"This import is {load.get_state_display().lower()}, so there is nothing to cancel."
        )
    let_go(load, by=who(request))
    messages.success(request, f"{load.file_name} is let go. Nothing of it was written.")
    if load.together is None:
        return HttpResponseRedirect(reverse("files:imports"))
    with run_job(load.org_id, "files.compare", parameters={"load": load.pk}, by=who(request)) as handle:
        judge_those_behind(load, handle)
    return HttpResponseRedirect(reverse("files:together", args=[load.together]))


def _read(load: Load, request: HttpRequest) -> HttpResponse:
    load.message = ""
    load.save(update_fields=["question", "message"])
    jobs.ask(load, jobs.STAGE, by=who(request))
    return _back(load, request)


def _back(load: Load, request: HttpRequest, refusal: str = "") -> HttpResponse:
    if refusal:
        messages.error(request, refusal)
    return HttpResponseRedirect(reverse("files:load", args=[load.pk]))


def _before(request: HttpRequest, load: Load) -> str:
    if load.state in {State.APPLIED, State.UNDONE, State.CANCELLED}:
        return ""
    earlier = loaded_before(load)
    if earlier is None or earlier.applied_at is None:
        return ""
    day = fmt.day(earlier.applied_at.astimezone(zone_of(request)))
    return f"This very file was loaded on {day} by {earlier.actor or 'a machine'}: 0 changes expected."


def _done(load: Load) -> dict[str, Any]:
    return {
        "done": words.done_words(load.counts),
        "left": QuarantinedRow.objects.filter(load=load, state=QuarantinedRow.State.OPEN).count(),
        "change_set": change_set_page(load.change_set_id),
    }


def change_set_page(change_set: int | None) -> str:
    """Give the address of a change set, where it can be undone; empty where there is none."""
    try:
        return reverse("admin:audit_changeset_change", args=[change_set]) if change_set else ""
    except NoReverseMatch:
        return ""
