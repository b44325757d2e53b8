"""The pages of proposals, through their addresses."""

import re
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from vakwerk.circles.composing import operations, queries
from vakwerk.circles.composing.job import compose_round
from vakwerk.circles.composing.rules import HardRule, percentage
from vakwerk.circles.composing.tests.rounds import Made, make_round, propose, seats_of
from vakwerk.circles.models import Proposal, Rearrangement, Seat, SignUp
from vakwerk.circles.proposals.mending import ways_to_mend
from vakwerk.circles.proposals.pages.proposal import wishes_of
from vakwerk.foundation.jobs import Work
from vakwerk.foundation.models import Job
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.founding import an_academy
from vakwerk.people.models import Bond

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ONE, OTHER = (0, 1, 2, 3, 4, 5), (6, 7, 8, 9, 10, 11)


@pytest.fixture
def made() -> Made:
    academy = an_academy()
    with in_academy(academy):
        return make_round()


@pytest.fixture
def visitor(made: Made) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(made.account, backend=BACKEND)
    return client


def address(name: str, proposal: Proposal, *more: int) -> str:
    return reverse(f"circles:{name}", args=["apeldoorn", proposal.round_id, proposal.number, *more])


def test_the_manager_in_the_circle_of_her_team_member_is_caught_and_a_swap_mends_it(
    made: Made, visitor: Client
) -> None:
    with in_academy(made.academy):
        proposal = propose(made, ONE, OTHER)
        broken = queries.broken_rules(proposal)
        board = queries.board_of(made.round, proposal)
        best = ways_to_mend(board, broken[0]).best
        assert best
        after = board.after(best.steps)
    assert [conflict.rule for conflict in broken] == [HardRule.HIERARCHY]
    assert after.conflicts == ()
    page = visitor.get(address("proposal", proposal)).content.decode()
    assert "Femke de Wit is the manager of Kwame Mensah" in page
    assert "Not yet: Femke de Wit is the manager of Kwame Mensah." in page


def test_the_percentage_of_a_wish_is_what_its_explanation_says(made: Made) -> None:
    with in_academy(made.academy):
        proposal = propose(made, ONE, OTHER)
        board = queries.board_of(made.round, proposal)
        rows = wishes_of(board, None)["rows"]
    assert len(rows) == len(board.evaluation.terms)
    shares = []
    judged = [row for row in rows if row["value"] is not None]
    for row in judged:
        found, most = map(int, re.findall(r"Hier is dat (\d+) van (\d+)\.$", row["how"])[0])
        assert row["value"] == percentage(found / most)
        shares.append(found / most)
    # And where a value occurs too seldom for every circle, the most that could be says so.
    assert any(term.most < term.best.sum() for term in board.evaluation.terms)


def test_a_wish_with_nothing_to_judge_has_no_percentage(made: Made, visitor: Client) -> None:
    with in_academy(made.academy):
        SignUp.objects.update(orientation="")
        proposal = propose(made, ONE, OTHER)
        board = queries.board_of(made.round, proposal)
        wishes = wishes_of(board, None)
        rows = wishes["rows"]
    # Nor do they count in the average, which says so.
    judged = [(term.share, term.weight) for term in board.evaluation.terms if term.is_judged]
    mean = sum(share * weight for share, weight in judged) / sum(weight for _share, weight in judged)
    assert wishes["mean"]["value"] == percentage(mean)
    assert "Niet meegeteld in het gemiddelde" in wishes["weights"]
    assert "verschillende ervaring en alle vormen van sturing" in wishes["weights"]
    said = {row["label"]: row["now"] for row in rows if row["value"] is None}
    assert said == {
        # Everybody in this round is senior.
        "Verschillende ervaring": "er is er maar één",
        "Alle vormen van sturing": "niet ingevuld",
    }
    text = " ".join(visitor.get(address("proposal", proposal)).content.decode().split())
    assert "not filled in" in text


def test_a_change_is_shown_then_done_then_taken_back_exactly(made: Made, visitor: Client) -> None:
    with in_academy(made.academy):
        proposal = propose(made, ONE, OTHER)
        before = seats_of(proposal)
    kwame, tom = made.people[1].pk, made.people[6].pk
    page = visitor.get(
        address("proposal", proposal), {"person": str(kwame), "act": "swap", "other": str(tom)}
    ).content.decode()
    assert "Swap Kwame and Tom" in page
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    data: dict[str, str | int] = {"person": kwame, "act": "swap", "other": tom, "seen": seen}
    assert visitor.post(address("rearrange", proposal), data).status_code == 302
    with in_academy(made.academy):
        assert seats_of(proposal)[kwame] == before[tom]
        assert queries.broken_rules(proposal) == ()
    # The same page sent again: they sit elsewhere now, so nothing happens.
    visitor.post(address("rearrange", proposal), data)
    with in_academy(made.academy):
        assert Rearrangement.objects.count() == 1
    visitor.post(address("undo_rearrangement", proposal))
    with in_academy(made.academy):
        assert seats_of(proposal) == before


def test_a_move_that_breaks_a_rule_says_so_before_the_click_and_is_refused(
    made: Made, visitor: Client
) -> None:
    with in_academy(made.academy):
        proposal = propose(made, (0, 2, 3, 4, 5), (1, *OTHER))
        circle = proposal.circles.get(number=3).pk
    data: dict[str, str | int] = {"person": made.people[1].pk, "act": "move", "circle": circle}
    page = visitor.get(address("proposal", proposal), data).content.decode()
    assert "That breaks a hard rule: Femke de Wit is the manager of Kwame Mensah." in page
    visitor.post(address("rearrange", proposal), data)
    with in_academy(made.academy):
        assert not Rearrangement.objects.exists()


def test_a_locked_place_stays_until_it_is_unlocked(made: Made, visitor: Client) -> None:
    with in_academy(made.academy):
        proposal = propose(made, ONE, OTHER)
    kwame = made.people[1].pk
    visitor.post(address("lock_seat", proposal), {"lock": kwame})
    with in_academy(made.academy):
        assert Seat.objects.get(proposal=proposal, person_id=kwame).is_locked
    data: dict[str, str | int] = {"person": kwame, "act": "wait"}
    assert (
        "Kwame Mensah is locked in this circle."
        in visitor.get(address("proposal", proposal), data).content.decode()
    )
    visitor.post(address("lock_seat", proposal), {"unlock": kwame})
    with in_academy(made.academy):
        assert not Seat.objects.get(proposal=proposal, person_id=kwame).is_locked


def test_the_page_before_composing_counts_the_bonds_it_takes_into_account(
    made: Made, visitor: Client
) -> None:
    address = reverse("circles:compose", args=["apeldoorn", made.round.pk])
    assert "1 tie between people who" in visitor.get(address).content.decode()
    with in_academy(made.academy):
        Bond.objects.all().delete()
    assert "tie between people who" not in visitor.get(address).content.decode()


def test_composing_writes_a_proposal_that_keeps_the_rules_and_the_locked(made: Made, visitor: Client) -> None:
    with in_academy(made.academy):
        start = propose(made, ONE, OTHER, locked=[0])
    answer = visitor.post(
        reverse("circles:compose", args=["apeldoorn", made.round.pk]), {"start": start.number}
    )
    assert "/samenstellen/" in answer.headers["Location"]
    with in_academy(made.academy):
        job = Job.objects.get()
        job.state = Job.State.RUNNING
        job.save()
    compose_round(Work(job, academy_id=made.academy.pk), **job.arguments)
    with in_academy(made.academy):
        job.refresh_from_db()
        proposal = Proposal.objects.get(number=2)
        assert queries.broken_rules(proposal) == ()
        assert len(seats_of(proposal)) == 12
        assert Seat.objects.get(proposal=proposal, person=made.people[0]).circle.number == 3
    assert (job.state, job.result_url) == (Job.State.DONE, address("proposal", proposal))


def test_rules_that_cannot_hold_leave_the_best_attempt_with_what_can_be_done(
    made: Made, visitor: Client
) -> None:
    with in_academy(made.academy):
        made.round.min_disciplines = 6
        made.round.size_min = made.round.size_max = 6
        made.round.save()
        job = operations.start_composing(round_=made.round, by=made.coordinator, title="t")
        Job.objects.update(state=Job.State.RUNNING)
    compose_round(Work(job, academy_id=made.academy.pk), **job.arguments)
    with in_academy(made.academy):
        proposal = Proposal.objects.get()
        assert queries.broken_rules(proposal)
    page = visitor.get(address("clash", proposal)).content.decode()
    assert "Every circle has at least 6 disciplines." in page
    answer = visitor.post(address("relax", proposal), {"relaxation": "fewer_disciplines"})
    assert "/samenstellen/" in answer.headers["Location"]
    with in_academy(made.academy):
        made.round.refresh_from_db()
    assert made.round.min_disciplines == 5


@pytest.mark.parametrize(
    "name", ["person_in_proposal", "download_proposal", "compare_proposals", "publish_proposal"]
)
def test_the_other_pages_of_a_proposal_open(made: Made, visitor: Client, name: str) -> None:
    with in_academy(made.academy):
        propose(made, ONE, OTHER)
        proposal = propose(made, OTHER, ONE)
    more = {"person_in_proposal": [made.people[1].pk], "compare_proposals": [1]}.get(name, [])
    assert visitor.get(address(name, proposal, *more)).status_code == 200


def test_only_coordinators_of_this_academy_see_a_proposal(made: Made, visitor: Client) -> None:
    other = an_academy(slug="amsterdam", name="Amsterdam")
    with in_academy(other):
        theirs = make_round("amsterdam")
        hidden = propose(theirs, ONE, OTHER)
    assert visitor.get(address("proposal", hidden)).status_code == 404
    with in_academy(made.academy):
        proposal = propose(made, ONE, OTHER)
        made.coordinator.role_assignments.all().delete()
    assert visitor.get(address("proposal", proposal)).status_code == 403
    assert Client().get(address("proposal", proposal)).status_code == 302


def test_a_bigger_round_takes_no_more_queries(visitor: Client, made: Made) -> None:
    with in_academy(made.academy):
        proposal = propose(made, ONE, OTHER)
    visitor.get(address("proposal", proposal))
    with CaptureQueriesContext(
        connection,
    ) as few:
        visitor.get(address("proposal", proposal))
    with in_academy(made.academy):
        made.people += list(made.people)
        bigger = propose(made, (0, 2), (1, 3), (4, 5), (6, 7), (8, 9), (10, 11))
    with CaptureQueriesContext(connection) as many:
        visitor.get(address("proposal", bigger))
    # One more at most: the proposal before it, to hold it against.
    assert len(many) <= len(few) + 1


def test_a_search_that_is_stopped_keeps_the_best_so_far(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vakwerk.circles.composing.job.seconds_to_search", lambda _people: 60.0)
    with in_academy(made.academy):
        job = operations.start_composing(round_=made.round, by=made.coordinator, title="t")
        Job.objects.update(state=Job.State.RUNNING, stop_asked=True)
        job.refresh_from_db()
    work = Work(job, academy_id=made.academy.pk)
    # As the thread beside the work does every second: it reads that somebody pressed stop.
    work._beat()
    started = time.monotonic()
    compose_round(work, **job.arguments)
    assert time.monotonic() - started < 30
    with in_academy(made.academy):
        job.refresh_from_db()
        proposal = Proposal.objects.get()
        assert len(seats_of(proposal)) == 12
        assert queries.broken_rules(proposal) == ()
    assert (job.state, job.result_url) == (Job.State.STOPPED, address("proposal", proposal))
