"""Opening and closing: patience, the same evidence, opening again, what follows from what."""

from __future__ import annotations

import datetime as dt

import pytest

from aiop.alerts.models import Incident
from aiop.alerts.raising import raise_about, settle
from aiop.alerts.severity import Severity
from aiop.alerts.topics import TopicError, causes_of, declare, effects_of
from aiop.orgs.models import Org
from tests.unit.alerts.conftest import NOON, channel_of, incidents, messages, story

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def fail(
    org: Org, topic: str, *, at: dt.datetime = NOON, cause: str = "It broke.", evidence: str = ""
) -> Incident | None:
    return raise_about(org, topic, cause, f"{topic} fails", evidence=evidence, now=at)


def test_an_incident_opens_after_so_many_failures_and_closes_after_so_many_good_results(org: Org) -> None:
    declare("mart:deals", opens_after=3, closes_after=2)
    assert [fail(org, "mart:deals"), fail(org, "mart:deals")] == [None, None]
    assert settle(org, "mart:deals") is None
    assert [fail(org, "mart:deals"), fail(org, "mart:deals")] == [None, None]
    opened = fail(org, "mart:deals")
    assert opened is not None
    assert settle(org, "mart:deals") is None
    assert fail(org, "mart:deals") == opened
    assert settle(org, "mart:deals") is None
    assert settle(org, "mart:deals") == opened
    assert [incident.state for incident in incidents(org)] == ["resolved"]


def test_the_same_evidence_counts_once(org: Org) -> None:
    declare("mart:deals", opens_after=2)
    assert fail(org, "mart:deals", evidence="run 1.1") is None
    assert fail(org, "mart:deals", evidence="run 1.1") is None
    opened = fail(org, "mart:deals", evidence="run 1.2")
    assert opened is not None
    assert fail(org, "mart:deals", evidence="run 1.2") == opened
    assert incidents(org)[0].failures == 1


def test_what_fails_again_within_a_week_opens_the_same_incident_again_and_later_a_new_one(org: Org) -> None:
    channel_of(org)
    first = fail(org, "source:hubspot")
    settle(org, "source:hubspot", now=NOON)
    again = fail(org, "source:hubspot", at=NOON + 6 * DAY)
    assert (again, again and again.state, again and again.episode) == (first, "reopened", 2)
    settle(org, "source:hubspot", now=NOON + 6 * DAY)
    assert fail(org, "source:hubspot", at=NOON + 14 * DAY) != first
    kinds = [kind for _, kind, _ in messages(org)]
    assert kinds == ["opening", "closing", "opening", "closing", "opening"]


def test_a_new_cause_is_written_down_and_the_old_one_is_not_repeated(org: Org) -> None:
    opened = fail(org, "source:hubspot", cause="It refused the token.")
    fail(org, "source:hubspot", cause="It refused the token.")
    fail(org, "source:hubspot", cause="It did not answer.")
    assert opened is not None
    assert story(opened) == ["opened", "failed"]
    assert [(i.failures, i.cause) for i in incidents(org)] == [(3, "It did not answer.")]


def test_nine_late_marts_follow_from_one_failed_source(org: Org) -> None:
    channel_of(org)
    marts = [f"mart:m{number}" for number in range(9)]
    for mart in marts:
        declare(mart, after=["source:hubspot"])
    source = fail(org, "source:hubspot")
    for mart in marts:
        fail(org, mart)
    assert [incident.part_of for incident in incidents(org)] == [None] + [source] * 9
    assert messages(org) == [("source:hubspot fails", "opening", "waiting")]
    settle(org, "source:hubspot")
    for mart in marts:
        settle(org, mart)
    assert [kind for _, kind, _ in messages(org)] == ["opening", "closing"]


def test_a_cause_that_shows_itself_later_takes_over_before_anybody_is_told(org: Org) -> None:
    channel_of(org)
    declare("mart:deals", after=["run:sync"])
    declare("run:sync", after=["source:hubspot"])
    fail(org, "mart:deals")
    fail(org, "run:sync")
    assert messages(org)[0] == ("mart:deals fails", "opening", "withdrawn")
    root = fail(org, "source:hubspot")
    told = {title: state for title, _, state in messages(org)}
    assert told == {"mart:deals fails": "withdrawn", "run:sync fails": "withdrawn", "source:hubspot fails": "waiting"}
    assert [incident.part_of for incident in incidents(org)] == [root, root, None]


def test_what_goes_on_failing_after_its_cause_is_right_again_stands_alone(org: Org) -> None:
    channel_of(org)
    declare("mart:deals", after=["source:hubspot"])
    fail(org, "mart:deals")
    fail(org, "source:hubspot")
    settle(org, "source:hubspot")
    fail(org, "mart:deals")
    assert incidents(org)[0].part_of is None
    assert ("mart:deals fails", "opening", "waiting") in messages(org)
    settle(org, "mart:deals")
    assert [kind for title, kind, _ in messages(org) if title == "mart:deals fails"] == ["opening", "closing"]


def test_circles_of_topics_end(org: Org) -> None:
    declare("a:a", after=["a:b"])
    declare("a:b", after=["a:a"])
    assert (causes_of("a:a"), effects_of("a:a")) == (["a:b"], ["a:b"])


@pytest.mark.parametrize("name", ["nonsense", ":x", "x:"])
def test_a_topic_is_written_family_and_name(org: Org, name: str) -> None:
    with pytest.raises(TopicError):
        raise_about(org, name, "why", "what")


def test_another_organisation_sees_nothing_of_it(org: Org, other_org: Org) -> None:
    raise_about(org, "source:hubspot", "why", "what", severity=Severity.CRITICAL)
    assert incidents(other_org) == []
    assert settle(other_org, "source:hubspot") is None
    assert [incident.state for incident in incidents(org)] == ["open"]
