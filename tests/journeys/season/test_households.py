"""Who looks after a child together, on which telephone: one application, one result, one letter."""

from playwright.sync_api import Response

from tests.journeys.families import LATER, Phone
from tests.journeys.season.conftest import Take
from tests.journeys.season.letters import accepted, plain, told
from tests.journeys.season.world import Asked, Season, login_of
from tests.kernel.calls.world import NOW, appoint, child_of, key, parent
from xueyou.domains.enrolment.rulebooks import forms
from xueyou.kernel.calls.models import Application
from xueyou.kernel.registry.models import PersonBond
from xueyou.kernel.registry.services.bonds import end_bond
from xueyou.kernel.registry.services.people import account_person
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.accounts.models import User
from xueyou.platform.time import frozen_business

LONG = "古丽娜尔·阿卜杜热合曼·买买提吐尔逊·麦麦提艾则孜·艾尼瓦尔江·亚森江尔"
"""Thirty-six characters: as long as names on documents are."""
CHILDREN = {True: LONG, False: "阿卜杜萨拉木·𠮷㐂䶮"}
"""By whether the first telephone of the household runs scripts; the second one is the other way."""


def opened(season: Season, title: str) -> Asked:
    """Open a call in which everybody who lives in the zone has a place."""
    return season.asks(title, forms.THREE, [("LY", "planned", 9), ("WL", "planned", 9)])


def test_two_guardians_of_one_child(season: Season, take: Take) -> None:
    """Invited by a code, handed in by both, accepted by one; with the bond the sight ends."""
    asked = opened(season, "2026年小学入学（两位监护人）")
    pairs: dict[bool, tuple[Phone, Phone]] = {}
    fathers = {}
    for script, name in CHILDREN.items():
        with frozen_business(NOW):
            mother, father = parent("母亲"), parent("父亲")
            child = child_of(mother, name=name)
            assert isinstance(father.user, User)
            account_person(father.user)
        fathers[script] = father
        first = take(asked.path, mother, script=script)
        first.press(name)
        first.answer(("文澜小学",))
        pairs[script] = first, invited(season, take, mother, father, child.uid, script=script)
        first.press("提交申请")
        given = {one.page.inner_text("#receipt") for one in pairs[script]}
        assert len(given) == 1
        assert Application.objects.filter(call=asked.call, person=child).count() == 1
    season.ended(asked)
    for script, name in CHILDREN.items():
        mothers, second = pairs[script]
        here = accepted(season, second, take, name)
        assert here.school == "文澜小学"
        assert told(season, mothers) == here
        assert "已经接受" in mothers.page.inner_text("main")
        end(season, name, fathers[script])
        seen = second.page.reload()
        assert seen is not None
        assert seen.status == 404
        second.open(season.served.url + "/family/")
        assert name[:6] not in second.page.inner_text("body")


def invited(
    season: Season, take: Take, mother: SignedIn, father: SignedIn, child: object, *, script: bool
) -> Phone:
    """Let the mother invite and the father come in, on a phone of the other kind; he hands in."""
    inviting = take(f"/family/children/{child}/", mother, script=script)
    inviting.press("邀请另一位监护人")
    code = inviting.page.inner_text("output.code")
    phone = take("/family/", father, script=not script)
    phone.press("我有邀请码")
    phone.page.fill("#code", "XXXX-XXXX-XXXX")
    phone.press("加进来")
    assert phone.page.title().startswith("没有加上")
    phone.page.fill("#code", code)
    phone.press("加进来")
    phone.press("接着填")
    assert "/check/" in phone.page.url
    phone.press("提交申请")
    return phone


def end(season: Season, name: str, father: SignedIn) -> None:
    """Let a court's judgment end the father's guardianship today."""
    bond = PersonBond.objects.get(subject__name=name, holder__account__login_name=login_of(father))
    with frozen_business(NOW):
        keeper = appoint("registry_keeper", season.office.bureau)
        end_bond(actor=keeper, bond_uid=bond.uid, on=NOW.date(), basis="court", key=key())


def test_gone_on_with_on_a_second_phone(season: Season, take: Take) -> None:
    """What was typed on the first is there on the second; both show the same result."""
    asked = opened(season, "2026年小学入学（换手机）")
    phones: dict[bool, tuple[Phone, Phone]] = {}
    for script, name in CHILDREN.items():
        with frozen_business(NOW):
            mother = parent("母亲")
            child_of(mother, name=name)
        first = take(asked.path, mother, script=script)
        first.press(name)
        first.page.fill("#road", "桂园小区")
        first.page.fill("#door", "7幢2单元501")
        first.page.fill("#lived_year", "2019")
        if script:
            with first.page.expect_response(lambda answer: b"2019" in sent(answer)):
                first.page.press("#lived_year", "Tab")
        else:
            first.page.fill("#lived_month", "3")
            first.press("保存，继续")
        second = take("/family/", mother, script=not script)
        second.press("接着填")
        if not script:
            second.page.goto(second.page.url.replace("housing", "live"))
        assert second.page.input_value("#road") == "桂园小区"
        assert second.page.input_value("#lived_year") == "2019"
        second.answer(("柳荫街小学",))
        second.press("提交申请")
        phones[script] = first, second
    season.ended(asked)
    for script, name in CHILDREN.items():
        first, second = phones[script]
        here = accepted(season, first, take, name)
        assert told(season, second) == here
        for one in (first, second):
            assert [weight for weight in one.weights[1:] if weight > LATER] == []
    appealed(season, phones[True][0])
    listed(season, take, asked)


def appealed(season: Season, phone: Phone) -> None:
    """Nothing written is told kindly; what is written stands there, waiting for its answer."""
    phone.press("觉得不对")
    phone.press("提交复核申请")
    assert phone.page.title().startswith("没有提交")
    phone.page.fill("#words", "名次不对")
    phone.press("提交复核申请")
    assert "正在复核" in phone.page.inner_text("main")


def listed(season: Season, take: Take, asked: Asked) -> None:
    """Everybody finds a row of the public list by its receipt number, and no name in it."""
    phone = take("/publications/", script=False)
    phone.page.locator("main a.cell", has_text=asked.call.title).first.click()
    phone.look()
    assert LONG not in phone.page.content()
    receipt = season.receipt(asked, LONG)
    phone.page.fill("#q", receipt.lower())
    phone.press("找一行")
    rows = phone.page.locator("tbody tr").all_inner_texts()
    assert [plain(row) for row in rows] == [plain(f"{receipt}柳荫街小学")]
    phone.page.fill("#q", "没有这一行")
    phone.press("找一行")
    assert "没有找到" in phone.page.inner_text("main")


def sent(answer: Response) -> bytes:
    """Return what was posted to get this answer."""
    return answer.request.post_data_buffer or b""
