"""The families enter the registry: accounts with telephones, children, who is whose guardian."""

from collections.abc import Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from xueyou.demo.households import (
    GUARDIANS,
    REGISTERED,
    SIBLINGS,
    TWINS,
    WARDS,
    Guardian,
    Ward,
)
from xueyou.demo.replay.stage import moment
from xueyou.kernel.registry.countries import CHINA
from xueyou.kernel.registry.documents import check_character
from xueyou.kernel.registry.models import DocumentKind, MembershipKind, Person, PersonBondKind
from xueyou.kernel.registry.refs import Ref
from xueyou.kernel.registry.services.bonds import bind, unbind
from xueyou.kernel.registry.services.memberships import enrol
from xueyou.kernel.registry.services.people import (
    account_person,
    add_person,
    confirm_identifier,
)
from xueyou.platform.accounts.models import User
from xueyou.platform.accounts.services import open_account
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.verbs import register_verb
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.orgs.models import Organisation

REGISTER = register_verb("demo.family.register", zh="登记演示城市的家庭")
GUARDIAN, MULTIPLE = PersonBondKind.GUARDIAN, PersonBondKind.MULTIPLE_BIRTH
STAFF = MembershipKind.STAFF
CHECKED_BY = "police"
KEY = "demo-households"


def settle_households() -> None:
    """Enter the families that a guest can sign in as. Repeating it changes nothing."""
    settle(GUARDIANS, WARDS, key=KEY, at=moment(REGISTERED))


def settle(guardians: Sequence[Guardian], wards: Sequence[Ward], *, key: str, at: datetime) -> None:
    """Open guardians' accounts and register their children. Repeating it changes nothing."""
    for guardian in guardians:
        open_account(
            actor=SYSTEM,
            login_name=guardian.login_name,
            name=guardian.name,
            staff=False,
            phone=guardian.phone,
            key=f"demo-account-{guardian.login_name}",
        )
    with act(SYSTEM, REGISTER.name, at=at, key=key) as a:
        if a.repeated:
            return
        children = {ward.name: register(a, ward) for ward in wards}
        for kind, pairs in ((PersonBondKind.SIBLING, SIBLINGS), (MULTIPLE, TWINS)):
            for one, other in pairs:
                if one in children:
                    bind(a, kind, children[one], children[other], basis="birth", on=REGISTERED)
        a.about("registry", uuid5(NAMESPACE_URL, key))


def employ(school: Organisation, login_names: Sequence[str], *, key: str, at: datetime) -> None:
    """Enter accounts as teachers of a school. Repeating it changes nothing."""
    with act(SYSTEM, REGISTER.name, at=at, key=key) as a:
        if a.repeated:
            return
        for login_name in login_names:
            source = Ref("demo", uuid5(NAMESPACE_URL, f"{key}-{login_name}"))
            teacher = _holder(login_name)
            enrol(a, teacher, school, kind=STAFF, on=REGISTERED, source=source)
        a.about("registry", uuid5(NAMESPACE_URL, key))


def kin(login_name: str, guardian: str, child: str, *, key: str, at: datetime) -> None:
    """Let an account be a guardian too of somebody's child. Repeating it changes nothing."""
    with act(SYSTEM, REGISTER.name, at=at, key=key) as a:
        if a.repeated:
            return
        found = Person.objects.get(
            bonds_of__kind="guardian", bonds_of__holder=_holder(guardian), name=child
        )
        bind(a, GUARDIAN, _holder(login_name), found, basis="court", on=REGISTERED)
        a.about("registry", uuid5(NAMESPACE_URL, key))


def register(a: ActInProgress, ward: Ward) -> Person:
    """Add a child with its document, its guardians, and the school it goes to."""
    person = add_person(a, name=ward.name, sex=ward.sex, born_on=ward.born_on)
    kind, number = document_of(ward)
    confirm_identifier(
        a,
        person,
        kind=kind,
        number=number,
        checked_by=CHECKED_BY,
        on=REGISTERED,
        country=ward.passport[1] if ward.passport else CHINA,
    )
    for login_name in ward.guardians:
        bind(a, GUARDIAN, _holder(login_name), person, basis=ward.basis, on=REGISTERED)
    for login_name, until in ward.former:
        bond = bind(a, GUARDIAN, _holder(login_name), person, basis="household", on=REGISTERED)
        unbind(a, bond, on=until)
    if ward.school:
        enrol(
            a,
            person,
            Organisation.objects.get(code=ward.school),
            kind=MembershipKind.PUPIL,
            on=REGISTERED,
            source=Ref("demo", uuid5(NAMESPACE_URL, f"{KEY}-{number}")),
            stage="primary",
            grade=ward.grade,
            group=ward.group,
        )
    return person


def document_of(ward: Ward) -> tuple[str, str]:
    """Return kind and number of a child's document."""
    if ward.permit:
        return DocumentKind.HK_MACAO_PERMIT.value, ward.permit
    if ward.passport:
        return DocumentKind.PASSPORT.value, ward.passport[0]
    seventeen = f"{ward.region}{ward.born_on:%Y%m%d}{ward.serial:03d}"
    return DocumentKind.CITIZEN.value, seventeen + check_character(seventeen)


def _holder(login_name: str) -> Person:
    return account_person(User.objects.get(login_name=login_name))
