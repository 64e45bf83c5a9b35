"""The ledger of homes: past years imported and taken back, uncertain addresses settled."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from xueyou.domains.enrolment.access import KEEP_HOMES, SETTLE_HOME
from xueyou.domains.enrolment.home_rows import HomeRow, read_homes
from xueyou.domains.enrolment.homes import Home, home_of
from xueyou.domains.enrolment.models import (
    HOME,
    HOME_ADDRESS,
    HOME_NUMBER,
    HomeState,
    HomeUse,
    HomeUser,
)
from xueyou.domains.enrolment.refusals import EnrolmentRefused
from xueyou.domains.enrolment.schools import schools_ever_of
from xueyou.domains.enrolment.services.laying import batch_for
from xueyou.domains.enrolment.verbs import IMPORT_HOMES, SETTLE_HOMES, UNDO_HOMES
from xueyou.formats.canonical import canonical_json, sha256_hex
from xueyou.formats.tables import Table
from xueyou.kernel.calls.answers import answers_of
from xueyou.kernel.calls.models import LineKind, Offer, Round
from xueyou.kernel.calls.rules import rules_of
from xueyou.kernel.registry.models import Person, Stage
from xueyou.platform.access.reading import NotFound, target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.crypto import blind_index
from xueyou.platform.db import uuid7
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import business_today
from xueyou.rulebook.language.model import Rulebook as Rules

IMPORTED, OFFER = "import", "offer"
FIRST_MONTH = 9
AT_ONCE = 500
STAGES = (Stage.KINDERGARTEN.value, Stage.PRIMARY.value, Stage.JUNIOR.value)


def import_homes(
    *,
    actor: Actor,
    organisation_uid: UUID | str,
    stage: str,
    table: Table,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Take a table of past years' places into a county's ledger; return the import's uid.

    All or nothing: TableNotTaken tells every fault. An address without a door is kept as uncertain
    and counts for nothing until an officer settles it. Raises NotFound, EnrolmentRefused.
    """
    county: Organisation = target(actor, KEEP_HOMES, organisation_uid)
    if stage not in STAGES:
        raise EnrolmentRefused("请写明是哪个学段：幼儿园、小学或初中。什么都没有改。")
    schools = schools_ever_of(county)
    rows = read_homes(table, schools, names_above(county), business_today().year)
    request = {"organisation": str(county.uid), "stage": stage, "rows": _digest(rows)}
    with act(actor, IMPORT_HOMES.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return UUID(a.outcome["uid"])
        a.lock(county)
        uid = uuid7()
        uses, users = [], []
        for row in rows:
            use = HomeUse(
                **written(county, stage, row.year, row.home),
                school_id=schools.keys[row.school],
                source_kind=IMPORTED,
                source_uid=uid,
                recorded_at=a.at,
                act_uid=a.uid,
            )
            uses.append(use)
            users += [(use, number) for number in row.numbers]
        HomeUse.objects.bulk_create(uses, batch_size=AT_ONCE)
        HomeUser.objects.bulk_create(
            (_user(use, number) for use, number in users), batch_size=AT_ONCE
        )
        a.about("homes", uid, org_path=county.path)
        uncertain = sum(use.state == HomeState.UNCERTAIN for use in uses)
        a.data = {"stage": stage, "rows": len(uses), "uncertain": uncertain}
        a.outcome = {"uid": str(uid)}
        return uid


def undo_import(
    *, actor: Actor, organisation_uid: UUID | str, import_uid: UUID, key: str,
    at: datetime | None = None,
) -> int:  # fmt: skip
    """Take an import back: its entries count no longer; return how many there were.

    A round that is frozen goes on with what was known then. Raises NotFound.
    """
    request = {"organisation": str(organisation_uid), "import": str(import_uid)}
    with act(actor, UNDO_HOMES.name, at=at, key=key, request=request) as a:
        county: Organisation = target(actor, KEEP_HOMES, organisation_uid)
        if a.repeated:
            return int(a.outcome["rows"])
        path = county.path
        a.lock(county)
        rows = HomeUse.objects.standing().filter(
            organisation=county, source_kind=IMPORTED, source_uid=import_uid
        )
        count = rows.update(voided_at=a.at)
        if not count:
            raise NotFound
        a.about("homes", import_uid, org_path=path)
        a.data = {"rows": count}
        a.outcome = {"rows": count}
        return count


def settle_home(
    *, actor: Actor, use_uid: UUID | str, address: str, key: str, at: datetime | None = None
) -> None:
    """Say which home an uncertain entry means: its whole address; or "" that nobody can tell.

    Raises NotFound, EnrolmentRefused where the entry is settled, or the address has no door.
    """
    request = {"use": str(use_uid), "address": address}
    with act(actor, SETTLE_HOMES.name, at=at, key=key, request=request) as a:
        use: HomeUse = target(actor, SETTLE_HOME, use_uid)
        if a.repeated:
            return
        county = use.organisation
        a.lock(use)
        if use.voided_at is not None or use.state != HomeState.UNCERTAIN:
            raise EnrolmentRefused("这一条已经有人核对过了，没有再改动。")
        home = home_of(address, names_above(county))
        if address.strip() and not home.certain:
            raise EnrolmentRefused("住址还没有写到户，例如“桂园小区7幢2单元501”。没有改动。")
        use.voided_at = a.at
        use.save(update_fields=["voided_at"])
        kept = home if home.plain else Home(HOME_ADDRESS.text(use), False)
        settled = HomeUse.objects.create(
            **{
                **written(county, use.stage, use.year, kept),
                "state": HomeState.CERTAIN if home.plain else HomeState.DISMISSED,
            },
            school_id=use.school_id,
            person_id=use.person_id,
            source_kind=use.source_kind,
            source_uid=use.source_uid,
            recorded_at=a.at,
            act_uid=a.uid,
        )
        HomeUser.objects.filter(use=use).update(use=settled)
        a.about("home_use", settled.uid, org_path=county.path)
        a.data = {"was": use.uid, "state": settled.state}


def use_home(offer: Offer, child: Person | None, a: ActInProgress) -> None:
    """Enter an accepted place into the ledger, where its batch goes by homes. Twice is once."""
    round_ = Round.objects.get(runs__decisions=offer.decision_id)
    if not _by_home(offer, rules_of(round_)):
        return
    rows = HomeUse.objects.standing().filter(source_kind=OFFER, source_uid=offer.uid)
    if rows.exists():
        return
    application, county = offer.application, offer.call.organisation
    answers = answers_of(application)
    home = home_of(answers.get("road", "") + answers.get("door", ""), names_above(county))
    HomeUse.objects.create(
        **written(county, str(offer.call.settings["stage"]), offer.call.year, home),
        school=offer.option.organisation,
        person=child,
        source_kind=OFFER,
        source_uid=offer.uid,
        recorded_at=a.at,
        act_uid=a.uid,
    )


def _by_home(offer: Offer, rules: Rules) -> bool:
    """Say whether the home gave the place; what an appeal adds counts like the option's plan."""
    name = offer.batch or batch_for(offer.option, LineKind.PLANNED, rules)
    batches = [batch for batch in rules.batches if batch.id == name] or rules.batches
    return any(batch.home is not None for batch in batches)


def name_user(offer: Offer, child: Person, a: ActInProgress) -> None:
    """Let the entry of a place know its child, where the child was only claimed until now."""
    rows = HomeUse.objects.standing().filter(source_kind=OFFER, source_uid=offer.uid, person=None)
    for use in rows.select_related("organisation"):
        use.voided_at = a.at
        use.save(update_fields=["voided_at"])
        home = Home(HOME_ADDRESS.text(use), use.state == HomeState.CERTAIN)
        HomeUse.objects.create(
            **{**written(use.organisation, use.stage, use.year, home), "state": use.state},
            school_id=use.school_id,
            person=child,
            source_kind=OFFER,
            source_uid=offer.uid,
            recorded_at=a.at,
            act_uid=a.uid,
        )


def free_home(offer: Offer, a: ActInProgress) -> None:
    """Void what a place that is given back had entered."""
    rows = HomeUse.objects.standing().filter(source_kind=OFFER, source_uid=offer.uid)
    rows.update(voided_at=a.at)


def written(county: Organisation, stage: str, year: int, home: Home) -> dict[str, Any]:
    """Return the columns of an entry that say which home was used when."""
    uid = uuid7()
    return {
        "uid": uid,
        "organisation": county,
        "stage": stage,
        "year": year,
        "valid_from": date(year, FIRST_MONTH, 1),
        "state": HomeState.CERTAIN if home.certain else HomeState.UNCERTAIN,
        **HOME_ADDRESS.columns(uid, home.plain),
        **blind_index(HOME, home.plain).columns(),
    }


def names_above(county: Organisation) -> tuple[str, ...]:
    """Return the names that people write before an address in the county, the widest first."""
    steps = [county.path[:end] for end in range(7, len(county.path) + 1, 7)]
    names = Organisation.objects.filter(path__in=steps).order_by("depth")
    return tuple(name.removesuffix("教育局") for name in names.values_list("name", flat=True))


def _user(use: HomeUse, number: Any) -> HomeUser:
    uid = uuid7()
    return HomeUser(
        uid=uid,
        use=use,
        kind=number.kind,
        country=number.country,
        **HOME_NUMBER.columns(uid, number.text),
        **number.index.columns(),
    )


def _digest(rows: Sequence[HomeRow]) -> str:
    return sha256_hex(
        canonical_json(
            [
                [row.home.plain, row.year, row.school, [one.text for one in row.numbers]]
                for row in rows
            ]
        )
    )
