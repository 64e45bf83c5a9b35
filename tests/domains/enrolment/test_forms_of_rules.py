"""Each form of rules gives worked examples the places that were worked out by hand."""

from pathlib import Path

import pytest

from tests.domains.enrolment.ruled import ANSWERS, NOTICE, OTHER_CLASS, ruled
from xueyou.domains.enrolment.form import FIELDS
from xueyou.domains.enrolment.rulebooks import forms
from xueyou.domains.enrolment.rulebooks.batches import SET_ASIDE
from xueyou.domains.enrolment.rulebooks.notice import FACTS
from xueyou.rulebook.language.reading import rulebook_of

SEEDS = [bytes([n]) * 32 for n in range(4)]


@pytest.mark.parametrize("form", [form.code for form in forms.FORMS])
def test_whatever_is_chosen_is_a_rulebook(form: str) -> None:
    """Tests each answer of every form once: the reader takes the text, with no idle fact."""
    fields = next(one.fields for one in forms.FORMS if one.code == form)
    among = {
        field.name: tuple(field.among or ("yes", "no"))
        for field in fields
        if field.type in ("choice", "flag")
    }
    among["home_years"] = ("0", "6")
    for n in range(max(map(len, among.values())) * 2):
        given = {name: values[n // 2 % len(values)] for name, values in among.items()}
        text = forms.write(form, NOTICE, {**ANSWERS, **given}, committee=n % 2 == 0)
        rules = rulebook_of(text.encode(), "rules.yaml")
        assert not {name for name in rules.facts if text.count(name) < 2} - {"place"}


@pytest.mark.parametrize("form", [forms.THREE, forms.TIERS, forms.BOTH])
@pytest.mark.parametrize("first", ["both", "owned"])
def test_a_class_is_named_by_what_holds_for_everybody_who_meets_it(form: str, first: str) -> None:
    """Reasons say of a child of the first class that it meets the later conditions, too."""
    text = forms.write(
        form, NOTICE, {**ANSWERS, "first": first, "siblings": "tier"}, committee=False
    )
    ranked = [one.zh for one in rulebook_of(text.encode(), "rules.yaml").batches[-1].rank]
    assert [zh for zh in ranked if "不在" in zh or "不是" in zh] == []
    assert any("第一、二类" in zh for zh in ranked)


@pytest.mark.parametrize("seed", SEEDS)
def test_who_lost_at_the_private_school_stands_behind_his_own_class(
    tmp_path: Path, seed: bytes
) -> None:
    """Z2: behind every first asker of the class, ahead of the next class, whatever is drawn."""
    children = {
        "first1": {},
        "first2": {},
        "loser1": {"private": "yes"},
        "loser2": {"private": "yes"},
        "next": OTHER_CLASS,
    }
    wishes = {name: {"公办": "A"} for name in children}
    wishes["loser1"]["民办"] = wishes["loser2"]["民办"] = "M"
    places = [("民办", "M", 0), ("公办", "A", 3)]
    found = ruled(tmp_path / "in", forms.BOTH, children, wishes, places, seed=seed)
    assert {"first1", "first2"} < set(found.placed)
    assert len({"loser1", "loser2"} & set(found.placed)) == 1
    assert "next" in found.unplaced
    places[1] = ("公办", "A", 4)
    found = ruled(tmp_path / "more", forms.BOTH, children, wishes, places, seed=seed)
    assert set(found.unplaced) == {"next"}


def test_losers_may_also_be_treated_like_all_others(tmp_path: Path) -> None:
    """Tests that a lot decides then, and that whoever wins at the private school is gone."""
    children: dict[str, dict[str, str]] = {
        "a": {},
        "b": {"private": "yes"},
        "c": {"private": "yes"},
    }
    wishes = {"a": {"公办": "A"}, "b": {"民办": "M", "公办": "A"}, "c": {"民办": "M", "公办": "A"}}
    places = [("民办", "M", 1), ("公办", "A", 1)]
    lucky = set()
    for n, seed in enumerate(bytes([n]) * 32 for n in range(12)):
        found = ruled(
            tmp_path / str(n), forms.BOTH, children, wishes, places, losers="equal", seed=seed
        )
        assert ("民办", "M") in found.placed.values()
        lucky |= {name for name, (_, option) in found.placed.items() if option == "A"}
    assert {"a"} < lucky


def test_days_decide_within_a_class_and_the_line_is_a_day(tmp_path: Path) -> None:
    """Z3: the day of the household, then the day of moving in; the cut-off says which day."""
    children = {
        "late": {"register_day": "2021-05-01"},
        "early": {"register_day": "2019-03-02", "lived_since": "2019-03-01"},
        "earlier": {"register_day": "2019-03-02", "lived_since": "2018-01-01"},
        "behind": {"register_day": "2000-01-01", **OTHER_CLASS},
    }
    wishes = {name: {"公办": "A"} for name in children}
    found = ruled(
        tmp_path / "in", forms.TIERS, children, wishes, [("公办", "A", 2)], order="register_lived"
    )
    assert set(found.placed) == {"early", "earlier"}
    assert "2019-03-02" in found.cutoffs[0]["last_key"]


def test_a_zone_of_several_schools_takes_wishes_in_order(tmp_path: Path) -> None:
    """Tests that a child not reached at the first school gets the other one of the zone."""
    children = {"one": {"register_day": "2018-01-01"}, "two": {"register_day": "2019-01-01"}}
    wishes = {name: {"公办": "A B C"} for name in children}
    places = [("公办", "A", 1), ("公办", "B", 1), ("公办", "C", 1)]
    found = ruled(tmp_path / "in", forms.TIERS, children, wishes, places, order="register")
    assert found.placed == {"one": ("公办", "A"), "two": ("公办", "B")}


@pytest.mark.parametrize(
    ("siblings", "taken"), [("none", "old"), ("within", "younger"), ("tier", "old")]
)
def test_an_elder_counts_only_where_the_county_said_so(
    tmp_path: Path, siblings: str, taken: str
) -> None:
    """S1: a brother in school A, and an older household: decided before any draw."""
    children = {
        "old": {"register_day": "2018-01-01"},
        "younger": {"register_day": "2020-06-01", "sibling_school": "A"},
    }
    wishes = {name: {"公办": "A"} for name in children}
    found = ruled(
        tmp_path / "in",
        forms.TIERS,
        children,
        wishes,
        [("公办", "A", 1)],
        order="register",
        siblings=siblings,
    )
    assert set(found.placed) == {taken}


def test_a_class_of_brothers_and_sisters_comes_after_the_first_and_before_the_next(
    tmp_path: Path,
) -> None:
    """S1: in the first class an elder changes nothing; of the others he comes first."""
    children = {
        "first": {"register_day": "2018-01-01"},
        "elder_first": {"register_day": "2020-06-01", "sibling_school": "A"},
        "elder": {"register_day": "2020-07-01", "sibling_school": "A", **OTHER_CLASS},
        "other": {"register_day": "2000-01-01", **OTHER_CLASS},
    }
    wishes = {name: {"公办": "A"} for name in children}
    asked = {"order": "register", "siblings": "tier"}
    for places, taken in ((1, {"first"}), (3, {"first", "elder_first", "elder"})):
        folder = tmp_path / str(places)
        found = ruled(folder, forms.TIERS, children, wishes, [("公办", "A", places)], **asked)
        assert set(found.placed) == taken


@pytest.mark.parametrize(("tier", "reached"), [("lowest", False), ("highest", True)])
def test_twins_of_two_classes_go_together(tmp_path: Path, tier: str, reached: bool) -> None:
    """S2: one of them has a home in the zone; the county said which class counts for both."""
    children = {
        "twin1": {"group": "G", "register_day": "2019-01-01"},
        "twin2": {"group": "G", "register_day": "2019-01-01", **OTHER_CLASS},
        "single": {"register_day": "2020-01-01"},
        "other": {"register_day": "2020-02-01"},
    }
    wishes = {name: {"公办": "A"} for name in children}
    found = ruled(
        tmp_path / "in",
        forms.TIERS,
        children,
        wishes,
        [("公办", "A", 2)],
        order="register",
        twins=tier,
    )
    assert set(found.placed) == ({"twin1", "twin2"} if reached else {"single", "other"})


def test_twins_across_the_last_place_are_both_taken(tmp_path: Path) -> None:
    """L1: expand: the place above the plan is told, and nobody goes without for it."""
    children = {"one": {"register_day": "2018-01-01"}} | {
        name: {"group": "G", "register_day": "2019-01-01"} for name in ("twin1", "twin2")
    }
    wishes = {name: {"公办": "A"} for name in children}
    found = ruled(
        tmp_path / "in", forms.TIERS, children, wishes, [("公办", "A", 2)], order="register"
    )
    assert set(found.placed) == {"one", "twin1", "twin2"}
    assert found.cutoffs[0]["over_places"] == "1"


def test_a_home_gives_one_place_in_six_years(tmp_path: Path) -> None:
    """Tests another family within the years, the same family, a home free again, two in one."""
    used = {"home": "h1", "home_used_on": "2022-09-01", "home_used_by": "F0"}
    children = {
        "other": {**used, "family": "F1"},
        "same": {**used, "family": "F0"},
        "free": {"home": "h2", "home_used_on": "2020-09-01", "home_used_by": "F0", "family": "F2"},
        "first": {"home": "h3", "family": "F3", "register_day": "2018-01-01"},
        "second": {"home": "h3", "family": "F4", "register_day": "2019-01-01"},
    }
    wishes = {name: {"公办": "A"} for name in children}
    found = ruled(
        tmp_path / "in",
        forms.TIERS,
        children,
        wishes,
        [("公办", "A", 9)],
        order="register",
        home_years="6",
    )
    assert set(found.placed) == {"same", "free", "first"}
    assert found.unplaced == {"other": "home_taken", "second": "home_taken"}


def test_statutory_groups_have_places_of_their_own(tmp_path: Path) -> None:
    """Tests a pool kept for them first; what they do not use is everybody's."""
    children = {
        "hero": {"statutory": "yes", "register_day": "2024-01-01"},
        "one": {"register_day": "2018-01-01"},
        "two": {"register_day": "2019-01-01"},
    }
    wishes = {name: {"公办": "A"} for name in children}
    answers = {"order": "register", "statutory": "pool"}
    quota = [("公办", "A", SET_ASIDE, 1)]
    places = [("公办", "A", 2)]
    found = ruled(tmp_path / "in", forms.TIERS, children, wishes, places, quotas=quota, **answers)
    assert set(found.placed) == {"hero", "one"}
    del children["hero"], wishes["hero"]
    found = ruled(tmp_path / "none", forms.TIERS, children, wishes, places, quotas=quota, **answers)
    assert set(found.placed) == {"one", "two"}


@pytest.mark.parametrize("seed", SEEDS)
def test_three_classes_go_by_what_is_certified_not_by_what_is_said(
    tmp_path: Path, seed: bytes
) -> None:
    """Whoever only says so counts like everybody else, in the order and in who may ask at all."""
    home_only, away = {"register_zone": "none"}, {"zone": "Z2", "register_zone": "none"}
    children = {
        "certified": {**home_only, "policy": "yes", "statutory": "yes"},
        "certified_away": {**away, "policy": "yes", "statutory": "yes"},
        "first": {"policy": "no", "statutory": "no"},
        "refused": {**home_only, "policy": "yes", "statutory": "no"},
        "unseen": {**home_only, "policy": "yes"},
        "unseen_away": {**away, "policy": "yes"},
    }
    wishes = {name: {"公办": "A"} for name in children}
    places = [("公办", "A", 3)]
    found = ruled(tmp_path / "in", forms.THREE, children, wishes, places, seed=seed)
    assert set(found.placed) == {"certified", "certified_away", "first"}
    assert found.unplaced["refused"] == found.unplaced["unseen"] == "outranked"
    assert found.unplaced["unseen_away"] != "outranked"


def test_migrants_by_points_in_bought_places_and_what_is_left(tmp_path: Path) -> None:
    """Tests points first, months nobody confirmed last, and no place taken from a resident."""
    away = {"register": "elsewhere", "register_zone": "none"}
    children = {
        "here": {},
        "high": {**away, "residence_months": "36", "insured_months": "40"},
        "capped": {**away, "residence_months": "500", "insured_months": "1"},
        "unknown": {**away, "residence_months": "60"},
    }
    wishes = {"here": {"公办": "A"}} | {
        name: {"随迁": "A M"} for name in ("high", "capped", "unknown")
    }
    places = [("公办", "A", 2), ("随迁", "A", 0), ("随迁", "M", 1)]
    found = ruled(tmp_path / "in", forms.TIERS, children, wishes, places, migrants="points")
    assert found.placed == {
        "here": ("公办", "A"),
        "high": ("随迁", "A"),
        "capped": ("随迁", "M"),
    }
    assert found.unplaced == {"unknown": "outranked"}


def test_a_supplementary_round_ends_with_the_nearest_school(tmp_path: Path) -> None:
    """Tests private places for earlier losers only, and nobody who has a place already."""
    children = {
        "lost": {"private_before": "yes", "private": "yes"},
        "never": {"private": "yes"},
        "placed": {"placed_before": "yes"},
        "far": {"zone": "Z2", "register_zone": "Z2", "place": "8000 0"},
        "nowhere": {"zone": "Z2", "register_zone": "Z2", "place": ""},
    }
    wishes = {
        "lost": {"民办": "M"},
        "never": {"民办": "M"},
        "placed": {"公办": "A"},
        "far": {"公办": "A"},
        "nowhere": {"公办": "A"},
    }
    places = [("民办", "M", 2), ("公办", "A", 1), ("公办", "B", 1)]
    places += [("统筹", "A", 0), ("统筹", "B", 0)]
    found = ruled(tmp_path / "in", forms.SUPPLEMENTARY, children, wishes, places, completion="yes")
    assert found.placed == {
        "lost": ("民办", "M"),
        "never": ("统筹", "A"),
        "far": ("统筹", "B"),
    }
    assert found.unplaced["placed"] == "not_eligible"
    assert found.unplaced["nowhere"] == "fact_missing"


def test_who_goes_before_the_committee_is_not_ranked(tmp_path: Path) -> None:
    """Tests a place outside the lot, and a child for whom the committee says otherwise."""
    children = {
        "cared": {"special": "yes", "panel_school": "A"},
        "home": {"special": "yes", "panel_school": "none"},
        "ordinary": {},
        "second": {},
    }
    wishes = {name: {"公办": "A"} for name in children}
    wishes["cared"]["专家委员会"] = "A"
    places = [("专家委员会", "A", 1), ("公办", "A", 1)]
    found = ruled(tmp_path / "in", forms.TIERS, children, wishes, places, committee=True)
    assert found.placed["cared"] == ("专家委员会", "A")
    assert len(found.placed) == 2
    assert found.unplaced["home"] == "not_eligible"


def test_no_code_of_a_choice_is_shown_to_a_family() -> None:
    """Every fact that is a choice of the form says its codes in the form's own words."""
    choices = {field.name: dict(field.among) for field in FIELDS if field.type == "choice"}
    said = {name: fact.get("words") for name, fact in FACTS.items() if name in choices}
    assert said == choices
