"""The kinds of call: how a line of work differs, as a policy object that its room registers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, TypeVar

from django.db.models import QuerySet

from xueyou.kernel.calls.fields import Field
from xueyou.kernel.calls.questions import Question
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.rule_forms import RuleForm
from xueyou.kernel.calls.steps import Known, Step
from xueyou.platform.orgs.models import Organisation

if TYPE_CHECKING:
    from uuid import UUID

    from xueyou.kernel.calls.models import Application, Call, Offer, Option, Round
    from xueyou.kernel.registry.models import Person
    from xueyou.platform.acts.actors import Actor
    from xueyou.platform.acts.writing import ActInProgress
    from xueyou.rulebook.language.model import Batch
    from xueyou.rulebook.language.model import Rulebook as Rules

Facts = Mapping[str, str]
_UNITS = {"hour": "小时", "day": "天", "working_day": "个工作日"}


class Party(StrEnum):
    """Who asks."""

    PERSON = "person"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Applied:
    """One application as its facts are drawn from it. Texts are canonical.

    `attested` holds, by source, the facts that source speaks of; what it has no answer to is
    left out.
    """

    id: int
    person_id: int | None
    organisation_id: int | None
    applicant_class: str
    group_key: str
    item: str
    answers: Facts
    attested: Mapping[str, Facts]


@dataclass(frozen=True, slots=True)
class Term:
    """A time to answer in: `amount` of a counting unit (hour, day, working_day), and how many
    units before its end (of days: working days) somebody hears of it, in falling order.
    """

    amount: int
    unit: str
    warn_before: tuple[int, ...] = ()

    @property
    def zh(self) -> str:
        """Return it in words: 5个工作日, 48小时."""
        return f"{self.amount}{_UNITS[self.unit]}"


class CallKind:
    """What a line of work decides by itself. Everything has a plain default but the declarations.

    `fact_names` are the facts it can give at all; a rulebook that asks for another is refused when
    the round is announced. `materials` are what may be missing, by code. `many_lanes`: an
    applicant may hold one place in each lane (clubs), not one in all (enrolment).
    """

    code: ClassVar[str] = ""
    zh: ClassVar[str]
    party: ClassVar[Party] = Party.PERSON
    form_version: ClassVar[int] = 1
    answers: ClassVar[tuple[Field, ...]] = ()
    settings: ClassVar[tuple[Field, ...]] = ()
    attributes: ClassVar[tuple[Field, ...]] = ()
    fact_names: ClassVar[tuple[str, ...]] = ()
    materials: ClassVar[Mapping[str, str]] = {}
    precedence: ClassVar[tuple[str, ...]] = (
        "officer",
        "document",
        "police",
        "housing",
        "human_resources",
        "market",
        "exam",
        "panel",
        "registry",
        "family",
    )
    """Of several sources that speak of a fact the first one counts."""
    many_lanes: ClassVar[bool] = False
    least_choices: ClassVar[int] = 0
    send_backs: ClassVar[int] = 1
    """How often an application may be sent back: what is missing is told all at once."""
    publication: ClassVar[str | None] = None
    unshown_batches: ClassVar[frozenset[str]] = frozenset()
    """Batches whose places no public page counts: so few that they would name a child."""
    rule_forms: ClassVar[tuple[RuleForm, ...]] = ()
    """The forms in which it can write the rules of a call by itself; empty: the text is given."""
    classes: ClassVar[Mapping[str, str]] = {}
    """The classes of applicants that may have windows of their own, with their words."""
    places_columns: ClassVar[tuple[str, ...]] = ()
    """Columns of rows from which options and planned places can be set up; empty: one by one."""
    menu: ClassVar[str] = ""
    """Where its options are kept, in words, if a page of its room keeps them and not the desk."""
    modes: ClassVar[tuple[str, ...]] = ("batch",)
    """How its rounds may answer, the usual way first: all at once (batch), or as they come."""
    questions: ClassVar[tuple[Question, ...]] = ()
    """What other offices can be asked about an application."""
    season_by: ClassVar[tuple[str, ...]] = ()
    """Settings that tell seasons of one year apart: a child asks once in each, in one place."""
    no_copy: ClassVar[str] = ""
    """Why a call of it cannot be copied, in words; empty: it can."""

    owes_everybody: ClassVar[bool] = False
    """Whether who finds no place must be told what becomes of him before the call may end."""
    together: ClassVar[str] = ""
    """Who may apply as one group, in words; empty: nobody."""

    def may_open(self, organisation: Organisation, on: date) -> str:
        """Return "" where the organisation may open such a call, else why not, in words."""
        return ""

    def most_places(self, call: "Call") -> int | None:
        """Return the public total that the places of a call never exceed; None: it has none."""
        return None

    def term(self, call: "Call") -> "Term | None":
        """Return in what time what comes in a rolling round is to be answered; None: no clock."""
        return None

    def reply_until(self, call: "Call", at: datetime) -> datetime | None:
        """Return until when a family replies to what is offered at the moment in a rolling round.

        None: a place is accepted as it is published.
        """
        return None

    @property
    def announced_to_all(self) -> bool:
        """Return whether its rounds have a public page: their results are, or their sums."""
        return self.publication is not None or "rolling" in self.modes

    def steps(self, call: "Call") -> Sequence[Step]:
        """Return the pages of the form, in order; the pages of the wishes follow by themselves."""
        return [Step("answers", "请填写", tuple(field.name for field in self.answers))]

    def known_of(self, call: "Call", person: "Person | None", at: datetime) -> Mapping[str, Known]:
        """Return what is known of fields beforehand; the family may write something else."""
        return {}

    def may_wish(self, call: "Call", answers: Facts, option: "Option") -> bool:
        """Return whether an option is put to a family with these answers."""
        return True

    def may_ask(self, answers: Facts, batch: "Batch") -> bool:
        """Return whether a batch's list is put to a family with these answers.

        The rules decide who is placed; this only keeps from a family what is not for it. Where no
        list would be left, all are put.
        """
        return True

    def on_paper_alone(self, answers: Facts) -> bool:
        """Return whether these answers claim what only a paper shows, which somebody must look at.

        Such an application is never passed together with others.
        """
        return False

    def write_rules(self, call: "Call", form: str, given: Facts) -> str:
        """Return rules.yaml of a call in a form, from its canonical fields: the same for the same.

        Raises CallRefused with the reason why it cannot be written yet.
        """
        raise CallRefused("这一种申报的规则要另外给出文本，没有写成。")

    def set_up_places(
        self, actor: "Actor", round_uid: "UUID", rows: Sequence[Sequence[str]], key: str
    ) -> int:
        """Add an option with its planned places for each row; return how many.

        Checked whole before the first is added. Raises NotFound, RowsRefused, CallRefused.
        """
        raise CallRefused("这一种申报的选项要一个一个加，没有登记。")

    def lane_zh(self, call: "Call", lane: str) -> str:
        """Return a lane's name in words."""
        return lane

    def check(self, answers: Facts) -> Mapping[str, str]:
        """Return what is wrong between answers, by field; each alone is right already."""
        return {}

    def applicant_class(self, call: "Call", answers: Facts) -> str:
        """Return the class that decides which phases hold for the applicant; "" is everybody's."""
        return ""

    def home(self, call: "Call", answers: Facts) -> Organisation:
        """Return the organisation that answers for the application."""
        return call.organisation

    def most_choices(self, call: "Call", batch: "Batch") -> int:
        """Return how many options may be wished for in a batch (or in a lane)."""
        return batch.max or 0

    def stated(self, answers: Facts) -> Facts:
        """Return the facts that the family states by its answers."""
        return {name: answers[name] for name in self.fact_names if name in answers}

    def known(self, applications: Sequence[Applied], at: datetime) -> Mapping[int, Facts]:
        """Return what the registry knew at that moment, by application; asked by the thousand.

        Asked again for the same moment it must answer the same: read rows by `.known(at)`.
        """
        return {}

    def facts(self, applications: Sequence[Applied], at: datetime) -> dict[int, dict[str, str]]:
        """Return every application's facts: of each the word of the source that counts first."""
        known = self.known(applications, at)
        found = {}
        for one in applications:
            said = {
                **one.attested,
                "family": self.stated(one.answers),
                "registry": known.get(one.id, {}),
            }
            facts: dict[str, str] = {}
            for source in reversed(self.precedence):
                facts |= said.get(source, {})
            found[one.id] = facts
        return found

    def confirmed(
        self, call: "Call", question: Question, applications: Sequence[Applied], at: datetime
    ) -> Mapping[int, Facts]:
        """Return the facts that hold where an office says "so it is", by application.

        An application of which there is nothing to ask is absent.
        """
        known = self.known(applications, at)
        found = {
            one.id: {
                name: value
                for name, value in {**known.get(one.id, {}), **self.stated(one.answers)}.items()
                if name in question.facts
            }
            for one in applications
        }
        return {pk: facts for pk, facts in found.items() if facts}

    def corrected(
        self, call: "Call", question: Question, value: str, one: Applied, at: datetime
    ) -> Facts:
        """Return the facts where an office has something else: `value`, as `question.reply` has it.

        Raises ValueError with the sentence for whoever wrote it.
        """
        return {question.facts[0]: value}

    def fact_zh(self, call: "Call", name: str, value: str) -> str:
        """Return a fact's value in words."""
        return {"yes": "是", "no": "否"}.get(value, value)

    def groups(self, applications: Sequence[Applied]) -> Mapping[int, str]:
        """Return the group of those who apply as one; the others are absent."""
        return {one.id: one.group_key for one in applications if one.group_key}

    def may_group(self, applications: "Sequence[Application]") -> str:
        """Return "" where these may be bound into one group, else why not, in words."""
        return "这一类申请不能绑在一起，没有改动。"

    def begin_round(self, round_: "Round", a: "ActInProgress") -> None:
        """Do what another round means, inside the open act that holds its call.

        Raises CallRefused with the reason why the call can have no other round now.
        """

    def require_places(self, round_: "Round", option: "Option", delta: int) -> None:
        """Refuse places that what lies outside the call forbids, inside the act that adds them.

        Or that calls somebody for places given up, once the round is published. Raises CallRefused.
        """

    def lay_places(self, round_: "Round", rules: "Rules", a: "ActInProgress") -> None:
        """Lay the round's lines into the batches of its rules, inside the act that announces it."""

    def begin_freeze(self, round_: "Round", a: "ActInProgress") -> None:
        """Write what must stand before a round is frozen, inside the open act that holds it.

        Raises CallRefused with the reason why it cannot be frozen yet.
        """

    def provided(self, left: "QuerySet[Application]") -> "set[int]":
        """Return the keys of those without a place who are provided for in another way."""
        return set()

    def take_up(self, offer: "Offer", a: "ActInProgress") -> None:
        """Do what an accepted place means, inside the open act. Twice is the same as once."""

    def give_back(self, offer: "Offer", a: "ActInProgress") -> None:
        """Undo what `take_up` did, inside the open act. Twice is the same as once."""


_kinds: dict[str, CallKind] = {}
K = TypeVar("K", bound=type[CallKind])


def call_kind(code: str) -> Callable[[K], K]:
    """Register a kind under its code, once, when its room is loaded."""

    def register(kind: K) -> K:
        if code in _kinds:
            raise ValueError(f"call kind {code} is registered twice")
        for fields in (kind.answers, kind.settings, kind.attributes):
            _require_once(field.name for field in fields)
        _require_once(question.code for question in kind.questions)
        kind.code = code
        _kinds[code] = kind()
        return kind

    return register


def _require_once(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"field {name} is declared twice")
        seen.add(name)


def kind_of(code: str) -> CallKind:
    """Return a registered kind; KeyError where no room registered it."""
    return _kinds[code]


def call_kinds() -> list[CallKind]:
    """Return every kind, by code."""
    return [_kinds[code] for code in sorted(_kinds)]
