"""The work itself: compose a round's circles in the background, and keep the outcome as a proposal."""

from dataclasses import replace

from circlemix import Asked, FirstOf, Progress, Seconds, compose
from vakwerk.circles.composing import operations, queries
from vakwerk.circles.composing.board import Board
from vakwerk.circles.composing.rules import seconds_to_search
from vakwerk.circles.models import Circle, Proposal, Round, Seat
from vakwerk.foundation.jobs import Work, job
from vakwerk.foundation.statistics import refresh_after_commit
from vakwerk.foundation.tenancy import in_academy


@job(queries.JOB_KIND)
def compose_round(
    work: Work, *, round_id: int, start_id: int | None = None, waiting: int = 0, seed: int = 0
) -> None:
    """Compose the people who signed up for a round.

    ``start_id``: the proposal whose locked members keep their circle. ``waiting``: how many people may be
    left waiting when the rules ask for it. All that is kept is written at the end, in one transaction: a
    worker that dies leaves nothing half done, and the work is taken up again from the start.
    """
    with in_academy(work.academy_id):
        round_ = Round.objects.get(pk=round_id)
        start = Proposal.objects.filter(pk=start_id, round=round_).first() if start_id else None
        board = queries.board_of(round_, start)
    board, fixed = _to_compose(board)
    people = board.crowd.people
    wishes = board.wishes(waiting=waiting, locked=fixed.groups)
    limit = seconds_to_search(len(people))
    middle = (board.terms.size_min + board.terms.size_max) / 2
    points: list[list[float]] = []

    def tell(progress: Progress) -> None:
        points.append([round(progress.seconds, 2), round(progress.objective, 4)])
        work.report(
            done=int(progress.seconds * 10),
            total=int(limit * 10),
            seconds=round(progress.seconds, 1),
            limit=limit,
            score=round(progress.objective, 4),
            keeps_rules=progress.feasible,
            people=len(people),
            circles=circles,
            points=_thinned(points),
        )

    circles = max(1, round(len(people) / middle))
    work.report(done=0, total=int(limit * 10), people=len(people), circles=circles, limit=limit, points=[])
    result = compose(
        people,
        wishes,
        stop=FirstOf(Seconds(limit), Asked(lambda: work.stop_asked)),
        seed=seed,
        on_progress=tell,
    )
    with in_academy(work.academy_id):
        proposal = operations.keep_composed(
            round_=round_,
            board=board,
            result=result,
            fixed=fixed,
            job_id=work.job_id,
            by=work.asked_by_id,
            seed=seed,
        )
        refresh_after_commit(Seat, Circle, rows=len(people))
        work.finish(
            stopped=result.stopped_by == "asked",
            result_url=operations.address_of(proposal),
            proposal_id=proposal.pk,
            broken=len(result.broken),
        )


def _to_compose(board: Board) -> tuple[Board, operations.Fixed]:
    """Leave out who no longer joins, and number the circles with locked members from 0."""
    joining = tuple(member for member in board.members if not member.withdrawn)
    here = {member.person_id for member in joining}
    locked = board.locked & here
    circles = sorted(
        {board.seats[person] for person in locked}, key=lambda circle: board.place_by_id[circle].number
    )
    group = {circle: number for number, circle in enumerate(circles)}
    kept = Board(board.terms, replace(board.crowd, members=joining))
    groups = {kept.position[person]: group[board.seats[person]] for person in locked}
    return kept, operations.Fixed(groups, tuple(board.place_by_id[circle] for circle in circles))


def _thinned(points: list[list[float]], most: int = 120) -> list[list[float]]:
    step = max(1, len(points) // most)
    return [*points[::step], points[-1]] if points else []
