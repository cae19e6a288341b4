"""Files that came together on one page: what all of them would do, and one button that does it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from aiop.files import jobs
from aiop.files.pages import words
from aiop.files.pages.base import IMPORT, VIEW_LOADS, draw, opens_to, org_of, who
from aiop.files.pages.load import OPEN, change_set_page
from aiop.files.pages.progress import BUSY, progress_of
from aiop.files.together import those_together
from aiop.loading.kind import all_kinds
from aiop.loading.loads import cancel as let_go
from aiop.loading.models import Load
from aiop.loading.staged import is_staged
from aiop.runs import asking
from aiop.runs.models import Run

State = Load.State
_SHOWN = ("new", "changed", "same", "quarantined")


@opens_to(VIEW_LOADS)
def page(request: HttpRequest, load_id: int) -> HttpResponseBase:
    """Show what each file would do after those before it, and all of them together."""
    loads = _loads_of(request, load_id)
    titles = {kind.name: kind.title for kind in all_kinds()}
    ready, busy = _ready(loads), next((load for load in loads if _is_busy(load)), None)
    applied = next((load for load in loads if load.state == State.APPLIED), None)
    counts = _counted(ready)
    return draw(
        request,
        "together",
        title=f"Import of {words.counted(len(loads), 'file')}",
        first=load_id,
        rows=[(load, titles.get(load.kind, "–"), [load.counts.get(name) for name in _SHOWN]) for load in loads],
        counts=counts,
        ready=ready,
        act=words.apply_words(counts),
        plan=_plan(ready),
        load=busy,
        progress=progress_of(busy) if busy else None,
        open_questions=sum(load.state == State.ASKING for load in loads),
        warnings=sorted({warning for load in ready for warning in load.warnings}),
        may_let_go=any(load.state in OPEN for load in loads) and not busy,
        change_set=change_set_page(applied.change_set_id) if applied and not ready else "",
    )


@opens_to(IMPORT, post=True)
def apply(request: HttpRequest, load_id: int) -> HttpResponse:
    """Apply every file that is ready exactly as the person has seen it."""
    loads = _loads_of(request, load_id, lock=True)
    ready = _ready(loads)
    if not ready or any(_is_busy(load) for load in loads):
        return _back(request, load_id, "There is nothing to apply now: look at the files again.")
    if request.POST.get("plan") != _plan(ready):
        return _back(
            request, load_id, "The plan has changed since you opened this page: look at it again, then apply it."
        )
    if any(load.warnings for load in ready) and not request.POST.get("sure"):
        return _back(request, load_id, "Tick that these files belong here before applying them.")
    jobs.ask_together(ready, by=who(request))
    return _back(request, load_id)


@opens_to(IMPORT, post=True)
def cancel(request: HttpRequest, load_id: int) -> HttpResponse:
    """Stop the work on the files, or let go of all that are not applied."""
    loads = _loads_of(request, load_id, lock=True)
    runs = {load.run_id for load in loads if _is_busy(load) and load.run_id}
    if runs:
        for run in Run.objects.filter(org=org_of(request), pk__in=runs):
            asking.cancel(run, who(request))
        return _back(request, load_id)
    left = [load for load in loads if load.state in OPEN]
    for load in left:
        let_go(load, by=who(request))
    messages.success(request, f"{words.counted(len(left), 'file')} let go. Nothing of them was written.")
    return HttpResponseRedirect(reverse("files:imports"))


def _loads_of(request: HttpRequest, load_id: int, *, lock: bool = False) -> list[Load]:
    org = org_of(request)
    if lock:
        list(Load.objects.select_for_update().filter(org=org, together=load_id).order_by("pk"))
    loads = [load for load in those_together(org, load_id) if load.state != State.CANCELLED]
    if not loads:
        raise Http404("There are no such imports.")
    return loads


def _is_busy(load: Load) -> bool:
    return load.state in BUSY and not progress_of(load).is_over


def _ready(loads: Sequence[Load]) -> list[Load]:
    """Give the files that can be applied as they were previewed, those included whose applying broke off."""
    waiting = {State.PREVIEWED, State.APPLYING}
    return [load for load in loads if load.state in waiting and not _is_busy(load) and is_staged(load)]


def _counted(loads: Sequence[Load]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for load in loads:
        counts.update({name: load.counts.get(name, 0) for name in _SHOWN})
    return {name: counts[name] for name in _SHOWN}


def _plan(loads: Sequence[Load]) -> str:
    return words.plan_mark("|".join(f"{load.pk} {load.digest}" for load in loads))


def _back(request: HttpRequest, load_id: int, refusal: str = "") -> HttpResponse:
    if refusal:
        messages.error(request, refusal)
    return HttpResponseRedirect(reverse("files:together", args=[load_id]))
