"""What the pages show of a check and its results, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from django.apps import apps
from django.utils.safestring import SafeString

from aiop.adminkit.format import clock
from aiop.quality.checks import Check, Definition, Severity
from aiop.quality.models import CheckResult
from aiop.quality.sparkline import sparkline
from aiop.quality.wording import threshold_text, value_text

_GRAVITY = {Severity.CRITICAL: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Line:
    """A check beside its latest result."""

    check: Check
    result: CheckResult | None
    spark: SafeString

    @property
    def value(self) -> str:
        """The latest value with its unit."""
        return value_text(self.check, self.result.value if self.result else None)

    @property
    def wanted(self) -> str:
        """What is wanted."""
        return threshold_text(self.check)

    @property
    def state(self) -> str:
        """The latest status in a word that people say."""
        return status_word(self.check, self.result)

    @property
    def look(self) -> str:
        """How loud the state is to be shown."""
        return status_look(self.check, self.result)

    @property
    def needs_a_look(self) -> bool:
        """Whether somebody should do something about it; the first monitoring's readings never ask that."""
        if self.result is None or self.check.definition is Definition.ORIGINAL:
            return False
        return self.result.status != CheckResult.Status.PASSED or bool(self.result.trend)


@dataclass(frozen=True, slots=True)
class Sections:
    """The list of checks as the page shows it."""

    to_look_at: list[Line]
    in_order: list[tuple[str, list[Line]]]  # by app
    original: list[Line]


def status_word(check: Check, result: CheckResult | None) -> str:
    """Say how a check stands."""
    if result is None:
        return "Not run yet"
    if result.status == CheckResult.Status.PASSED:
        return "Falling" if result.trend else ("Nothing to check" if result.value is None else "In order")
    if result.status == CheckResult.Status.ERRORED:
        return "Broke"
    return {Severity.CRITICAL: "Critical", Severity.WARNING: "Failing", Severity.INFO: "To note"}[check.severity]


def status_look(check: Check, result: CheckResult | None) -> str:
    """Give the name of the colours: red is broken, amber is look, everything else is calm."""
    if result is None or (result.value is None and result.status == CheckResult.Status.PASSED):
        return "quiet"
    if result.status == CheckResult.Status.PASSED:
        return "amber" if result.trend else "good"
    if result.status == CheckResult.Status.ERRORED or check.severity is Severity.CRITICAL:
        return "red"
    return "amber" if check.severity is Severity.WARNING else "quiet"


def make_line(check: Check, results: Sequence[CheckResult], latest: CheckResult | None, zone: tzinfo) -> Line:
    """Put a check beside its results, earliest first."""
    return Line(check, latest, draw(check, results, zone))


def draw(
    check: Check, results: Sequence[CheckResult], zone: tzinfo, *, width: int = 120, height: int = 28
) -> SafeString:
    """Draw the values of `results`, earliest first."""
    values = [result.value for result in results if result.value is not None]
    says = f"{check.title}: {describe(check, results, zone)}"
    return sparkline(values, check.threshold, says=says, width=width, height=height)


def describe(check: Check, results: Sequence[CheckResult], zone: tzinfo) -> str:
    """Say what the line of `results` shows; nothing where there are no values."""
    measured = [(result.at, result.value) for result in results if result.value is not None]
    if not measured:
        return ""
    values = [value for _, value in measured]
    return (
        f"{len(values)} {'result' if len(values) == 1 else 'results'} since {clock(measured[0][0], zone)}, "
        f"from {value_text(check, values[0])} to {value_text(check, values[-1])}; "
        f"lowest {value_text(check, min(values))}, highest {value_text(check, max(values))}."
    )


def sort_into_sections(lines: Sequence[Line]) -> Sections:
    """Put first what needs a look, gravest first, and apart what is read by the first monitoring's definition."""
    to_look_at = sorted(
        (line for line in lines if line.needs_a_look),
        key=lambda line: (line.look != "red", _GRAVITY[line.check.severity]),
    )
    corrected = [line for line in lines if line.check.definition is Definition.CORRECTED]
    return Sections(
        to_look_at=to_look_at,
        in_order=_by_app([line for line in corrected if not line.needs_a_look]),
        original=[line for line in lines if line.check.definition is Definition.ORIGINAL],
    )


def _by_app(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """Group checks by the app that their rows belong to, in the order in which they first come."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        app = apps.get_app_config(line.check.model.partition(".")[0])
        found.setdefault(str(app.verbose_name), []).append(line)
    return list(found.items())
