"""Letters: for the family that has accepted a place, and for anybody who holds one in his hand."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from xueyou.domains.enrolment.letter_codes import digest_of_code, plain_code, shown_code
from xueyou.domains.enrolment.models import LETTER_CODE, Letter
from xueyou.domains.enrolment.moving_forms import GRADES
from xueyou.domains.enrolment.services.moving import KINDS as MOVING
from xueyou.formats.official.placement_letter import SCHEMA, placement_letter_pdf
from xueyou.kernel.calls.access import READ_APPLICATION
from xueyou.kernel.calls.models import Decision, Option
from xueyou.kernel.calls.models.sealed import EXPLAINED
from xueyou.kernel.calls.receipt_numbers import shown
from xueyou.kernel.calls.selectors.reasons import reasons_of
from xueyou.kernel.calls.selectors.results import WishTold, down_to_the_one_met
from xueyou.kernel.calls.services.loading import unpacked
from xueyou.kernel.calls.views import FamilySees
from xueyou.kernel.registry.names import masked_name
from xueyou.platform.access.reading import NotFound, read
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import CITY

TITLE = "录取通知书"
STAGES = {
    "kindergarten": "秋季入园，读幼儿园小班",
    "primary": "秋季入学，读小学一年级",
    "junior": "秋季入学，读初中一年级",
}


@dataclass(frozen=True, slots=True)
class LetterSaid:
    """What a letter says; the page that checks a code shows the same with the name masked.

    `holds` is False once the place was given back, from `ended_at` on.
    """

    name: str
    number: str
    school: str
    stage: str
    reason: tuple[str, ...]
    organ: str
    made_at: datetime
    ended_at: datetime | None

    @property
    def holds(self) -> bool:
        """Return whether the place is still held."""
        return self.ended_at is None


def letter_code(actor: Actor, application_uid: UUID | str) -> str:
    """Return the code of the letter that holds for an application of the actor's family, or "".

    Raises NotFound.
    """
    uid = _of_family(actor, application_uid)
    letter = Letter.objects.filter(offer__application__uid=uid, ended_at=None).first()
    return "" if letter is None else shown_code(LETTER_CODE.text(letter))


def letter_pdf(actor: Actor, application_uid: UUID | str, check_at: str) -> bytes:
    """Return the letter of an accepted place as a PDF.

    `check_at`: address of the page where its code is checked. Raises NotFound where there is no
    letter or it is not his to see, NotSet where it could not be set.
    """
    uid = _of_family(actor, application_uid)
    letter = (
        _letters()
        .filter(offer__application__uid=uid, ended_at=None, offer__holds_place=True)
        .first()
    )
    if letter is None:
        raise NotFound
    said = _said(letter)
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "title": TITLE,
        "number": said.number,
        "name": said.name,
        "school": said.school,
        "stage": said.stage,
        "reason": list(said.reason),
        "organ": said.organ,
        "day": said.made_at.astimezone(CITY).date().isoformat(),
        "code": shown_code(LETTER_CODE.text(letter)),
        "check_at": check_at,
    }
    return placement_letter_pdf(content)


def letter_of_code(typed: str) -> LetterSaid | None:
    """Return what the letter with this code says, its name masked; None where there is none.

    Whoever asks is limited by the page: 65 random bits are not guessed, but neither tried for free.
    """
    code = plain_code(typed)
    if not code:
        return None
    letter = _letters().filter(code_digest=digest_of_code(code)).first()
    return None if letter is None else _said(letter, masked=True)


def _of_family(actor: Actor, application_uid: UUID | str) -> UUID:
    """Return the uid where the actor sees the application as its family. Raises NotFound.

    Offices that run and order results read them too, but no names: the letter is not theirs.
    """
    return read(actor, READ_APPLICATION, FamilySees).get(application_uid).uid


def _letters() -> Any:
    return Letter.objects.select_related(
        "offer__application__person",
        "offer__application__claim",
        "offer__option__organisation",
        "offer__call__organisation",
        "offer__decision__run__round",
    )


def _said(letter: Letter, *, masked: bool = False) -> LetterSaid:
    offer = letter.offer
    application = offer.application
    party = application.person or application.claim
    name = "" if party is None else party.name
    return LetterSaid(
        masked_name(name) if masked else name,
        shown(application.receipt_no),
        offer.option.organisation.name,
        _what(letter),
        _reason(letter, name if masked else ""),
        offer.call.organisation.name,
        letter.made_at,
        letter.ended_at,
    )


def _what(letter: Letter) -> str:
    """Return what the child is taken for, and when: in autumn, or as it comes."""
    offer = letter.offer
    if offer.call.kind in MOVING:
        month = letter.made_at.astimezone(CITY)
        grade = GRADES[offer.option.attributes["grade"]]
        return f"{month.year}年{month.month}月起，读{grade}"
    stage = STAGES.get(str(offer.call.settings.get("stage")), "入学")
    return f"{offer.call.year}年{stage}"


def _reason(letter: Letter, hidden: str) -> tuple[str, ...]:
    """Return why, wish by wish, as the family reads it on its page: of the run that counts now.

    Down to the wish that was met: what was not needed any more is no reason.
    """
    offer = letter.offer
    counting = Decision.objects.select_related("option").filter(
        run=offer.decision.run.round.effective_run_id,
        application=offer.application_id,
        lane=offer.lane,
    )
    decision = counting.first() or offer.decision
    told = unpacked(EXPLAINED.text(decision))
    titles = dict(Option.objects.filter(call=offer.call_id).values_list("code", "title"))
    wishes = [WishTold(**one) for one in down_to_the_one_met(told["choices"], decision)]
    lines = [one.line for one in reasons_of(told["zh"], wishes, titles)] or [told["zh"]]
    if offer.cause == "waiting":
        lines.append("公布以后有学位空出，按候补的次序递补。")
    if offer.cause == "appeal":
        lines.append("经复核，增加学位录取。")
    return tuple(line.replace(hidden, "孩子") if hidden else line for line in lines)
