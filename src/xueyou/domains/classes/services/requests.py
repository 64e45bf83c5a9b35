"""调班: logged by the school whoever asks, decided by the office above; so only a pupil moves."""

from datetime import datetime
from uuid import UUID

from xueyou.domains.classes import verbs
from xueyou.domains.classes.access import DECIDE_REQUEST, READ_GRADE_PUPIL
from xueyou.domains.classes.models import (
    ASKED,
    DECIDED,
    ChangeRequest,
    Division,
    DivisionState,
    GradePupil,
    RequestState,
    Way,
)
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.services.placing import CHANGE, place_in_classes, still_here
from xueyou.platform.access.reading import target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7
from xueyou.rulebook.language.checking import class_sizes

ASKING = {"guardian": "家长", "school": "学校", "other": "其他人"}
LONGEST_WORDS = 300


def log_request(
    *,
    actor: Actor,
    pupil_uid: UUID | str,
    asked_by: str,
    words: str,
    to_class: int | None = None,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Log that somebody asked for another class; return the request. Raises NotFound,
    ClassesNotDone.
    """
    request = {"pupil": str(pupil_uid), "by": asked_by, "words": words, "to_class": to_class}
    with act(actor, verbs.LOG_REQUEST.name, at=at, key=key, request=request) as a:
        pupil: GradePupil = target(actor, READ_GRADE_PUPIL, pupil_uid)
        if a.repeated:
            return UUID(a.outcome["uid"])
        division = pupil.division
        a.lock(division)
        _require_class(division, pupil, to_class)
        if asked_by not in ASKING or not 0 < len(words.strip()) <= LONGEST_WORDS:
            raise ClassesNotDone(f"请写明谁提出的、为什么，最多{LONGEST_WORDS}个字。没有登记。")
        assert isinstance(actor.user, User)
        uid = uuid7()
        ChangeRequest.objects.create(
            uid=uid,
            division=division,
            pupil=pupil,
            asked_by=asked_by,
            to_class=to_class,
            logged_by=actor.user,
            logged_at=a.business_at,
            **ASKED.columns(uid, words.strip()),
        )
        a.about("class_request", uid, org_path=division.school.path)
        a.data = {"by": asked_by, "to_class": to_class}
        a.outcome = {"uid": str(uid)}
        return uid


def decide_request(
    *,
    actor: Actor,
    request_uid: UUID | str,
    granted: bool,
    why: str,
    to_class: int | None = None,
    key: str,
    at: datetime | None = None,
) -> None:
    """Decide a request: refused, or granted into a class; the registry follows at once.

    Raises NotFound, ClassesNotDone.
    """
    asked = {"request": str(request_uid), "granted": granted, "why": why, "to_class": to_class}
    with act(actor, verbs.DECIDE_REQUEST.name, at=at, key=key, request=asked) as a:
        found: ChangeRequest = target(actor, DECIDE_REQUEST, request_uid)
        if a.repeated:
            return
        division, pupil = found.division, found.pupil
        a.lock(division, found, pupil)
        if found.state != RequestState.LOGGED:
            raise ClassesNotDone("这一项已经有决定了，没有再改。")
        if not 0 < len(why.strip()) <= LONGEST_WORDS:
            raise ClassesNotDone(f"请写明依据和理由，最多{LONGEST_WORDS}个字。没有办理。")
        assert isinstance(actor.user, User)
        if granted:
            to_class = found.to_class if to_class is None else to_class
            _require_class(division, pupil, to_class)
            _require_room(division, to_class)
            found.to_class = pupil.given = to_class
            pupil.way, pupil.membership_source = Way.DECIDED, found.uid
            pupil.save(update_fields=["given", "way", "membership_source"])
            place_in_classes(a, division, [pupil], (CHANGE, found.uid))
        found.state = RequestState.GRANTED if granted else RequestState.REFUSED
        found.decided_by, found.decided_at = actor.user, a.business_at
        for column, value in DECIDED.columns(found.uid, why.strip()).items():
            setattr(found, column, value)
        found.save()
        a.about("class_request", found.uid, org_path=division.school.path)
        a.data = {"granted": granted, "to_class": found.to_class if granted else None}


def _require_class(division: Division, pupil: GradePupil, to_class: int | None) -> None:
    if division.state != DivisionState.ISSUED or pupil.given is None:
        raise ClassesNotDone("名单公布以后、这名学生有了班，才有调班。没有办理。")
    if to_class is not None and not 1 <= to_class <= division.classes:
        raise ClassesNotDone(f"一共{division.classes}个班，没有{to_class}班。没有办理。")
    if to_class == pupil.given:
        raise ClassesNotDone(f"这名学生本来就在{to_class}班。没有办理。")


def _require_room(division: Division, to_class: int | None) -> None:
    if to_class is None:
        raise ClassesNotDone("同意调班要写明调到哪个班。没有办理。")
    refused_from = class_sizes()["always"]["refused_from"]
    sitting = still_here(division, list(division.pupils.filter(given=to_class)))
    if len(sitting) + 1 >= refused_from:
        raise ClassesNotDone(f"{to_class}班再进一个就超过规定的最大班额。没有办理。")
