"""What coordinators do with regional templates. Each function is one transaction."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from vakwerk.foundation import audit
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.models import Academy
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person
from vakwerk.trajectories.design import operations as design
from vakwerk.trajectories.design import queries as design_queries
from vakwerk.trajectories.design.document import document_of, write
from vakwerk.trajectories.design.undoing import undoes
from vakwerk.trajectories.models import Adoption, RegionalTemplate, Trajectory
from vakwerk.trajectories.regional import queries, rules


@transaction.atomic
def share_trajectory(
    *, trajectory: Trajectory, academy: Academy, note: Bilingual, by: Person | None, now: datetime
) -> RegionalTemplate:
    """Share a trajectory with the region, as the first or the next version of a template without people.

    :raises Refused: when there is no region, it is not sound, its texts name people, or nothing changed.
    """
    trajectory = design_queries.locked(trajectory)
    content = queries.crossing(trajectory)
    names = queries.people_named_in(content)
    before = queries.shared_from(trajectory)
    reason = rules.reason_not_to_share(
        has_region=academy.region_id is not None,
        faults=len(design_queries.loaded(trajectory).faults),
        names=names,
        is_new=before is None or before.content != content or before.shared_region_id is None,
    )
    if reason:
        raise Refused(reason, {"names": ", ".join(names)})
    key = before.key if before else f"{academy.slug}-{trajectory.key}"[:120]
    last = (
        RegionalTemplate.objects.filter(academy=academy, key=key).aggregate(last=Max("version"))["last"] or 0
    )
    RegionalTemplate.objects.filter(academy=academy, key=key).update(shared_region_id=academy.region_id)
    template = RegionalTemplate.objects.create(
        key=key,
        version=last + 1,
        title=trajectory.title,
        note=note,
        content=content,
        trajectory=trajectory,
        shared_region_id=academy.region_id,
        made_at=now,
    )
    _record("trajectory_shared", trajectory, by, version=template.version)
    return template


@transaction.atomic
def unshare_trajectory(*, trajectory: Trajectory, by: Person | None) -> None:
    """Take a template back. What others made of it stays theirs.

    :raises Refused: when it is not shared.
    """
    template = queries.shared_from(trajectory)
    if template is None or template.shared_region_id is None:
        raise Refused(rules.RegionRefusal.NOT_SHARED)
    RegionalTemplate.objects.filter(academy=template.academy, key=template.key).update(shared_region=None)
    _record("trajectory_unshared", trajectory, by)


@transaction.atomic
def adopt_template(
    *, template: RegionalTemplate, academy: Academy, by: Person | None, now: datetime
) -> Trajectory:
    """Take a template over as a draft of one's own, to which local cases, people and sources are added.

    :raises Refused: when it is one's own, no longer shared, or taken over already.
    """
    reason = rules.reason_not_to_adopt(
        is_ours=template.academy_id == academy.pk,
        is_shared=template.shared_region_id is not None and template.shared_region_id == academy.region_id,
        adopted=queries.variant_of(template) is not None,
    )
    if reason:
        raise Refused(reason)
    made = design.make_trajectory(
        head=design.Head(title=Bilingual(template.title), summary=Bilingual(), for_whom=Bilingual()), by=by
    )
    made.template_key, made.template_version = template.key, template.version
    write(made, queries.with_sources_here(_copy(template.content), academy))
    Adoption.objects.create(
        trajectory=made,
        template_academy_id=template.academy.pk,
        template_academy_name=template.academy.name,
        template_key=template.key,
        version=template.version,
        base=template.content,
        adopted_at=now,
        looked_at=now,
    )
    _record("template_adopted", made, by, academy=template.academy.name, version=template.version)
    return made


@transaction.atomic
def settle_updates(
    *,
    trajectory: Trajectory,
    academy: Academy,
    take: Collection[str],
    keep: Collection[str],
    by: Person | None,
    now: datetime,
) -> Trajectory:
    """Take parts of a newer template over, and keep others as they are here; the rest waits.

    ``take`` and ``keep``: paths of parts that the template says something new about. What was added here stays.

    :raises Refused: when it is no variant, the template is gone, or a published variant would become unsound.
    """
    trajectory = design_queries.locked(trajectory)
    adoption = queries.adoption_of(trajectory)
    newest = queries.newest_for(adoption) if adoption else None
    if reason := rules.reason_not_to_update(is_variant=adoption is not None, is_shared=newest is not None):
        raise Refused(reason)
    assert adoption
    assert newest
    here = document_of(trajectory)
    open_ = {
        one.path
        for one in rules.differences(base=adoption.base, here=here, template=newest.content)
        if one.can_be_taken
    }
    taking, keeping = set(take) & open_, (set(keep) & open_) - set(take)
    if taking:
        document = rules.taken_over(here, newest.content, taking)
        trajectory = design.rewrite(
            trajectory=trajectory,
            document=queries.with_sources_here(document, academy),
            act="template_taken",
            by=by,
            beside={"paths": sorted(taking), "base": adoption.base, "version": adoption.version},
            count=len(taking),
        )
    adoption.base = rules.taken_over(adoption.base, newest.content, taking | keeping)
    adoption.looked_at = now
    left = rules.differences(base=adoption.base, here=document_of(trajectory), template=newest.content)
    if not any(one.can_be_taken for one in left):
        adoption.version, adoption.base = newest.version, newest.content
        Trajectory.objects.filter(pk=trajectory.pk).update(template_version=newest.version)
    adoption.save()
    return trajectory


@undoes("template_taken")
def offer_again(trajectory: Trajectory, beside: Mapping[str, Any]) -> None:
    """Offer the parts of a template again that were taken over, now that this is taken back.

    What was turned down meanwhile stays turned down.
    """
    adoption = queries.adoption_of(trajectory)
    if adoption is None:
        return
    adoption.base = rules.taken_over(adoption.base, beside["base"], beside["paths"])
    adoption.version = beside["version"]
    adoption.save(update_fields=["base", "version"])
    Trajectory.objects.filter(pk=trajectory.pk).update(template_version=adoption.version)


def _copy(content: rules.Document) -> rules.Document:
    return rules.taken_over(content, content, ())


def _record(act: str, trajectory: Trajectory, by: Person | None, **facts: Any) -> None:
    audit.record(f"trajectories.{act}", by=by, on=trajectory, title=trajectory.title, **facts)
