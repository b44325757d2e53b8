"""What the pages about proposals say: leads, facts of circles, and ways to mend a conflict."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from circlemix import Term
from vakwerk.circles.composing import wording
from vakwerk.circles.composing.board import Board, Member
from vakwerk.circles.composing.rules import Step, percentage
from vakwerk.circles.composing.wording import and_list, circle_name
from vakwerk.circles.proposals.standing import Measure, Profile, Standing
from vakwerk.people.rules import JoinsAs

AIMS: dict[str, str | Promise] = {
    "mix:discipline": gettext_lazy("Different disciplines"),
    "mix:organisation": gettext_lazy("Different organisations"),
    "mix:seniority": gettext_lazy("Different lengths of experience"),
    "mix:orientation": gettext_lazy("All ways of governing"),
    "balance:kind": gettext_lazy("Circles that are alike"),
    "meetings:": gettext_lazy("New meetings"),
}
HOW_COUNTED: dict[str, str | Promise] = {
    "mix:discipline": gettext_lazy(
        "Per circle we count the different disciplines: seven people from five disciplines is 5 of 7. "
        "We add this up over all circles; a discipline that two people have can be in two circles at most."
    ),
    "mix:organisation": gettext_lazy("The same, with organisations."),
    "mix:seniority": gettext_lazy("The same, with lengths of experience: starting, experienced, senior."),
    "mix:orientation": gettext_lazy(
        "Per circle we count the ways of governing that are present, of those that occur in this round. "
        "We add this up over all circles."
    ),
    "balance:kind": gettext_lazy(
        "The part of the places that need not change hands to give each circle "
        "as many colleagues, partners and residents as the others."
    ),
    "meetings:": gettext_lazy(
        "The pairs within a circle who have not met in an earlier round, of all pairs within a circle."
    ),
}


def nothing_to_judge(term: Term, board: Board) -> str:
    """Say why a wish says nothing here, and does not count: filled in for nobody, or the same for all; else ""."""
    if term.is_judged:
        return ""
    found = {getattr(member, term.name) for member in board.members} - {""}
    return _("there is only one") if found else _("not filled in")


def how_counted(term: Term) -> str:
    """Say how a wish is counted, and with which numbers: they make its percentage."""
    how = str(HOW_COUNTED[f"{term.kind}:{term.name}"])
    if term.most <= 0:
        return how
    facts = {"how": how, "found": round(float(term.found.sum())), "most": round(term.most)}
    return _("%(how)s Here that is %(found)s of %(most)s.") % facts


_MOST = {
    Measure.DISCIPLINES: gettext_lazy("Most disciplines of the round: %(value)s"),
    Measure.ORGANISATIONS: gettext_lazy("Most organisations of the round: %(value)s"),
    Measure.ORIENTATIONS: gettext_lazy("Most ways of governing of the round: %(value)s"),
}
_FEWEST = {
    Measure.DISCIPLINES: gettext_lazy("Fewest disciplines of the round: %(value)s"),
    Measure.ORGANISATIONS: gettext_lazy("Fewest organisations of the round: %(value)s"),
    Measure.ORIENTATIONS: gettext_lazy("Fewest ways of governing of the round: %(value)s"),
}


def strong(standings: Sequence[Standing], board: Board) -> str:
    """Say what a circle has most of, and whether others are as good."""
    said = [_with_alike(_MOST, each, board) for each in standings]
    return " ".join(said) or _("No clear strong point: this circle is much like the others.")


def weak(standings: Sequence[Standing], profile: Profile, board: Board) -> str:
    """Say what a circle has fewest of, and which ways of governing are missing."""
    said = [_with_alike(_FEWEST, each, board) for each in standings]
    if profile.absent:
        names = [str(wording.ORIENTATIONS.get(word, word)) for word in profile.absent]
        said.append(_("Nobody whose work is %(ways)s.") % {"ways": _or_list(names)})
    if not profile.residents and any(member.kind == JoinsAs.RESIDENT for member in board.members):
        said.append(_("No residents."))
    return " ".join(said) or _("No weak point.")


def _or_list(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(most)s or %(last)s") % {"most": ", ".join(words[:-1]), "last": words[-1]}


def _with_alike(texts: Mapping[Measure, Promise], standing: Standing, board: Board) -> str:
    said = str(texts[standing.measure]) % {"value": standing.value}
    if standing.alike:
        others = and_list([circle_name(board.place_by_id[circle].number) for circle in standing.alike])
        return _("%(said)s, like %(others)s.") % {"said": said, "others": others}
    return f"{said}."


def know_each_other(profile: Profile, *, names: bool = True) -> str:
    """Say how many pairs know each other from an earlier round, and who."""
    count = len(profile.met)
    if not count:
        return _("Nobody knows each other from an earlier round.")
    said = ngettext(
        "%(count)s of the %(pairs)s pairs knows each other already",
        "%(count)s of the %(pairs)s pairs know each other already",
        count,
    ) % {"count": count, "pairs": profile.pairs}
    if not names:
        return f"{said}."
    pairs = [
        _("%(one)s and %(other)s (%(round)s)")
        % {"one": one.given_name, "other": other.given_name, "round": round_title}
        for one, other, round_title in profile.met[:6]
    ]
    more = count - len(pairs)
    if more:
        pairs.append(ngettext("%(count)s more pair", "%(count)s more pairs", more) % {"count": more})
    return f"{said}: {', '.join(pairs)}."


def moments(board: Board, circle_id: int) -> str:
    """Say at which other moments everybody in a circle can come."""
    place = board.place_by_id[circle_id]
    common = board.common_slots(circle_id)
    others = [wording.when(board.moment_by_id[slot]) for slot in common if slot != place.slot_id]
    if not common:
        return _("There is no moment at which everybody can come.")
    if not others:
        return _("This is the only moment at which everybody can come.")
    return _("Everybody can also come on %(moments)s.") % {"moments": and_list(others)}


def locked(board: Board, members: Iterable[Member]) -> str:
    """Say who is locked in a circle, and why where that follows from what we know."""
    there = [member for member in members if member.person_id in board.locked]
    said = []
    plain = []
    for member in there:
        if len(member.slot_ids & board.moment_by_id.keys()) == 1:
            moment = board.moment_by_id[next(iter(member.slot_ids & board.moment_by_id.keys()))]
            said.append(
                _("%(name)s: can only come on %(moment)s.")
                % {"name": member.given_name, "moment": wording.when(moment)}
            )
        else:
            plain.append(member.given_name)
    if plain:
        said.append(
            ngettext("%(names)s stays here.", "%(names)s stay here.", len(plain)) % {"names": and_list(plain)}
        )
    return " ".join(said)


def mix_line(profile: Profile, orientations: int) -> str:
    """Say the mix of a closed circle in one line."""
    values = profile.values
    parts = [
        ngettext("%(count)s discipline", "%(count)s disciplines", values[Measure.DISCIPLINES])
        % {"count": values[Measure.DISCIPLINES]},
        ngettext("%(count)s organisation", "%(count)s organisations", values[Measure.ORGANISATIONS])
        % {"count": values[Measure.ORGANISATIONS]},
        ways_of_governing(values[Measure.ORIENTATIONS], orientations),
        ngettext("%(count)s resident", "%(count)s residents", profile.residents)
        % {"count": profile.residents},
    ]
    return f"{', '.join(parts)}. {know_each_other(profile, names=False)}"


def ways_of_governing(count: int, most: int) -> str:
    return ngettext(
        "%(count)s of %(most)s way of governing", "%(count)s of %(most)s ways of governing", most
    ) % {
        "count": count,
        "most": most,
    }


def way_label(board: Board, steps: Sequence[Step]) -> str:
    """Say a change as something one can do: Swap Kwame with Tom Brinkman from circle 5."""
    first = board.by_id[steps[0].person_id]
    if len(steps) == 2:
        other = board.by_id[steps[1].person_id]
        if steps[1].before is None:
            return _("Swap %(first)s with %(other)s, who waits") % {
                "first": first.given_name,
                "other": other.name,
            }
        circle = circle_name(board.place_by_id[steps[1].before].number)
        return _("Swap %(first)s with %(other)s from %(circle)s") % {
            "first": first.given_name,
            "other": other.name,
            "circle": circle,
        }
    if steps[0].after is None:
        return _("Have %(first)s wait for the next round") % {"first": first.given_name}
    circle = circle_name(board.place_by_id[steps[0].after].number)
    if steps[0].before is None:
        return _("Give %(first)s, who waits, a place in %(circle)s") % {"first": first.name, "circle": circle}
    return _("Move %(first)s to %(circle)s") % {"first": first.name, "circle": circle}


def wishes_from_to(now: float, after: float) -> str:
    """Say what a change does to the wishes, in whole percentages."""
    before, then = percentage(now), percentage(after)
    if before == then:
        return _("The wishes stay at %(share)s.") % {"share": wording.percent(then)}
    return _("Wishes from %(before)s to %(after)s.") % {
        "before": wording.percent(before),
        "after": wording.percent(then),
    }


def conflict_count(count: int) -> str:
    return ngettext("%(count)s conflict", "%(count)s conflicts", count) % {"count": count}


def weights_line(terms: Sequence[Term]) -> str:
    """Say how heavily the wishes count in the average, and which do not."""
    judged = [term for term in terms if term.is_judged]
    heavy = [term for term in judged if term.weight > 1]
    said = [_("Every wish counts the same.")]
    if heavy and len(heavy) < len(judged):
        said = [_("These count three times as much: %(wishes)s.") % {"wishes": _aims(heavy)}]
    if silent := [term for term in terms if not term.is_judged]:
        left_out = _("Left out of the average, since there is nothing to judge: %(wishes)s.")
        said.append(left_out % {"wishes": _aims(silent)})
    return " ".join(said)


def _aims(terms: Sequence[Term]) -> str:
    return and_list([str(AIMS[f"{term.kind}:{term.name}"]).lower() for term in terms])
