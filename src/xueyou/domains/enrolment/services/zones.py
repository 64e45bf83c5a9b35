"""Taking a county's zone table: the whole notice at once, from a day on."""

import hashlib
from datetime import date, datetime
from uuid import UUID

from xueyou.domains.enrolment.access import KEEP_ZONES
from xueyou.domains.enrolment.models import ZoneNotice, ZoneRange, ZoneSchool
from xueyou.domains.enrolment.refusals import EnrolmentRefused
from xueyou.domains.enrolment.schools import schools_of
from xueyou.domains.enrolment.verbs import IMPORT_ZONES
from xueyou.domains.enrolment.zone_rows import ZonesRead, read_zones
from xueyou.formats.canonical import canonical_json
from xueyou.formats.tables import Table
from xueyou.kernel.calls.models import Call, CallState
from xueyou.kernel.registry.models import Stage
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import business_today

LONGEST_SOURCE = 300


def import_zones(
    *,
    actor: Actor,
    organisation_uid: UUID | str,
    stage: str,
    valid_from: date,
    source: str,
    table: Table,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Take a zone table of a county and stage, in force from `valid_from`; return its uid.

    A city-run school may stand in it that is entrusted to the county on the day it comes in force.
    Another table for the same day replaces the first, which stays readable as it was known. A
    round that is frozen goes on with what was known then. Raises NotFound, EnrolmentRefused,
    TableNotTaken with all faults at once: nothing is kept then.
    """
    organisation: Organisation = target(actor, KEEP_ZONES, organisation_uid)
    if stage not in Stage.values or not stage:
        raise EnrolmentRefused("请写明是哪个学段的划片：幼儿园、小学或初中。什么都没有改。")
    words = source.strip()
    if not words or len(words) > LONGEST_SOURCE:
        raise EnrolmentRefused("请写明划片通告的名称和文号，没有核对过的写“待核”。什么都没有改。")
    schools = schools_of(
        organisation,
        max(valid_from, business_today()),
        Call.objects.filter(organisation=organisation, state=CallState.OPEN),
    )
    read = read_zones(table, schools)
    digest = _digest(read)
    request = {
        "organisation": str(organisation.uid),
        "stage": stage,
        "valid_from": valid_from.isoformat(),
        "source": words,
        "sha256": digest,
    }
    with act(actor, IMPORT_ZONES.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return UUID(a.outcome["uid"])
        a.lock(organisation)
        before = (
            ZoneNotice.objects.standing()
            .filter(organisation=organisation, stage=stage, valid_from=valid_from)
            .first()
        )
        if before is not None:
            before.voided_at = a.at
            before.save(update_fields=["voided_at"])
        notice = ZoneNotice.objects.create(
            organisation=organisation,
            stage=stage,
            valid_from=valid_from,
            source=words,
            sha256=digest,
            recorded_at=a.at,
            act_uid=a.uid,
        )
        _write(notice, read, schools.keys)
        _describe(a, notice, read, before)
        a.outcome = {"uid": str(notice.uid)}
        return notice.uid


def _write(notice: ZoneNotice, read: ZonesRead, schools: dict[str, int]) -> None:
    ZoneSchool.objects.bulk_create(
        ZoneSchool(notice=notice, zone=zone, school_id=schools[code])
        for code, zone in sorted(read.zones.items())
    )
    ZoneRange.objects.bulk_create(
        (
            ZoneRange(
                notice=notice,
                row=number,
                place=row.place,
                unit=row.unit,
                low=row.low,
                high=row.high,
                parity=row.parity,
                zone=row.zone,
                point=read.points.get(number, ""),
            )
            for number, row in read.rows
        ),
        batch_size=500,
    )


def _describe(
    a: ActInProgress, notice: ZoneNotice, read: ZonesRead, before: ZoneNotice | None
) -> None:
    a.about("zone_notice", notice.uid, org_path=notice.organisation.path)
    a.data = {
        "notice": notice.uid,
        "stage": notice.stage,
        "valid_from": notice.valid_from.isoformat(),
        "rows": len(read.rows),
        "schools": len(read.zones),
        "sha256": notice.sha256,
        **({} if before is None else {"replaces": before.uid}),
    }


def _digest(read: ZonesRead) -> str:
    rows: list[list[object]] = [
        [number, row.place, row.unit, row.low, row.high, row.parity, row.zone]
        for number, row in read.rows
    ]
    body: list[object] = [rows, dict(read.zones)]
    if read.points:
        body.append(sorted(read.points.items()))
    return hashlib.sha256(canonical_json(body)).hexdigest()
