"""Projects and tasks: late, put off, in time, done; a task by its worst part."""

from datetime import date

from xueyou.engines.pace import Part, Step, judge_steps, judge_task, worst

ON = date(2026, 11, 20)
PAST, FAR = date(2026, 9, 30), date(2026, 12, 31)


def test_a_late_step_without_a_new_day_is_bad_and_says_how_late() -> None:
    """The promised day stays; the days since then are counted."""
    judged = judge_steps([Step("主体封顶", PAST), Step("建成", FAR)], ON)
    assert judged.light == "bad"
    assert judged.sentence == "“主体封顶”应在9月30日前完成，已过 51 天，没有改定日期"
    assert judged.arithmetic["days_late"] == "51"


def test_a_new_day_softens_until_it_has_passed_too() -> None:
    """Put off and not over: slow. Put off and over again: bad."""
    assert judge_steps([Step("封顶", PAST, date(2026, 11, 20))], ON).light == "slow"
    assert judge_steps([Step("封顶", PAST, date(2026, 11, 19))], ON).light == "bad"


def test_the_promised_day_itself_is_not_late() -> None:
    """Late is who is not done when the day is over."""
    assert judge_steps([Step("封顶", ON)], ON).light == "good"


def test_done_in_the_future_is_not_done() -> None:
    """A day of completion after the day of judging does not count yet."""
    assert judge_steps([Step("封顶", PAST, done_on=FAR)], ON).light == "bad"
    assert judge_steps([Step("封顶", PAST)], ON, done_on=FAR).light == "bad"
    assert judge_steps([Step("封顶", PAST)], ON, done_on=ON).light == "done"


def test_the_next_step_is_named() -> None:
    """While all goes well the sentence says what comes next."""
    judged = judge_steps([Step("开工", PAST, done_on=PAST), Step("建成", FAR)], ON)
    assert judged.sentence == "2 个节点完成 1 个，都没有误期；下一个是“建成”（12月31日前）"


def test_a_task_takes_its_worst_part() -> None:
    """Bad before slow before none before good before done."""
    lights = ["done", "good", "none", "slow", "bad"]
    for worse in range(1, 5):
        parts = [Part(light, light) for light in lights[: worse + 1]]
        assert judge_task(parts, [], ON, due_on=FAR).light == lights[worse]
    assert worst([]) == "none"


def test_a_task_that_names_its_worst_parts() -> None:
    """At most three names, then how many there are."""
    parts = [Part(f"指标{n}", "slow") for n in range(5)]
    judged = judge_task(parts, [], ON, due_on=FAR)
    assert judged.sentence == "“指标0”、“指标1”、“指标2”等 5 项偏慢（共 5 个指标）"


def test_a_task_with_nothing_to_count_asks_for_something() -> None:
    """It is not good only because nobody can tell."""
    judged = judge_task([], [], ON, due_on=FAR)
    assert (judged.light, judged.sentence) == ("none", "没有可以数的东西，请补一个指标或节点")


def test_a_task_past_its_last_day_is_bad_unless_done() -> None:
    """Overdue wins over good parts; closed and all done win over overdue."""
    late = date(2026, 11, 19)
    assert judge_task([Part("学位", "good")], [], ON, due_on=late).light == "bad"
    assert judge_task([Part("学位", "done")], [], ON, due_on=late).light == "done"
    assert judge_task([], [], ON, due_on=late, done_on=late).light == "done"
    assert judge_task([], [], ON, due_on=ON).light == "none"
