"""What an undo means for loads: theirs are undone, and applied again when the undo is itself taken back."""

from __future__ import annotations

from aiop.audit.models import ChangeSet
from aiop.audit.undo import after_undo, done_first
from aiop.loading.models import Load, QuarantinedRow

Quarantine = QuarantinedRow.State


def follow_undo(org_id: int, change_set_id: int) -> None:
    """Bring the loads that stand behind a change set in line, inside the transaction that takes it back."""
    first, taken_back = done_first(ChangeSet.objects.for_org(org_id).get(pk=change_set_id))
    stands = not taken_back
    before, after = (Load.State.UNDONE, Load.State.APPLIED) if stands else (Load.State.APPLIED, Load.State.UNDONE)
    loads = Load.objects.for_org(org_id).filter(change_set_id=first.pk, state=before)
    numbers = list(loads.values_list("pk", flat=True))
    loads.update(state=after)
    # Rows that a load had brought out of quarantine wait there again, unless another has brought them since.
    waiting, brought = Quarantine.OPEN, Quarantine.FIXED
    QuarantinedRow.objects.for_org(org_id).filter(fixed_in__in=numbers, state=waiting if stands else brought).update(
        state=brought if stands else waiting
    )


def register() -> None:
    """Have every undo followed."""
    after_undo(follow_undo)
