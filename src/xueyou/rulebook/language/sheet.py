"""Owns the Chinese sheet of a rulebook: what it does, clause by clause, beside where it is written.

Built from the checked model alone, so that the sheet says what the engine does and not what a
comment claims.
"""

from collections.abc import Iterable, Iterator

from xueyou.formats.clause_sheet import ClauseSheet, Row, Section
from xueyou.rulebook.language.checking import facts_used
from xueyou.rulebook.language.conditions import NUMBERS, TYPES_ZH
from xueyou.rulebook.language.exact import printed, spoken_day
from xueyou.rulebook.language.model import STAGES, Batch, Clause, Fact, Pool, Rulebook
from xueyou.rulebook.language.standing import NO_BASIS, STATUS_ZH, Standing, counted, worse
from xueyou.rulebook.language.wording import Wording

MODES_ZH = {
    "single": "同一学校里按下面的次序录取",
    "parallel": "平行志愿：所有人按下面的次序排成一队，依次看各人的志愿，哪个还有名额就录到哪个",
    "sequential": "志愿优先：先看第一志愿，再看第二志愿，依次往后；同一志愿内按下面的次序录取",
    "banded": "梯度投档：先看分段，再看志愿次序，同段同志愿内按下面的次序录取",
    "deferred": "各校分别排序，先临时录取；名次更好的人来了就换下名次最后的，"
    "换下的人再看下一个志愿，直到不再变动",
}
TIE_LAST_ZH = {
    "admit_all": "完全同分的人压在最后一名上时，全部录取，超出计划",
    "lottery": "前面各项都相同的，由摇号定先后",
    "stable_id": "前面各项都相同的，按编号定先后（编号小的在前）",
    "refuse": "完全同分的人压在最后一名上时，停下来不录，由人决定",
}
STRADDLES_ZH = {
    "expand": "一组压在最后一名上时，整组录取，超出计划",
    "split": "一组压在最后一名上时，可以拆开录取",
    "skip": "一组压在最后一名上、名额不够整组时，跳过这一组，录后面的人",
}
REFILLS_ZH = {
    "next": "有人放弃的，空出的名额按候补名单的次序往下叫：还没有录取的，"
    "和同一批次里录在后面志愿的，都可以递补上来，他让出的名额再往下叫；已经录到别的批次的不叫。没有人可叫的名额空着，不转到别处。",
    "none": "有人放弃的，名额空着，不递补。",
}
SENSITIVITIES_ZH = {"plain": "一般", "personal": "个人信息", "sensitive": "敏感个人信息"}


def sheet(rulebook: Rulebook) -> ClauseSheet:
    """Return the sheet of a rulebook as plain data, ready for text, a page or a Word file."""
    return _Sheet(rulebook).whole()


def standing(rulebook: Rulebook) -> Standing:
    """Return how far a rulebook was checked."""
    return _Sheet(rulebook).standing()


class _Sheet:
    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._says = Wording(rulebook)

    def whole(self) -> ClauseSheet:
        rulebook = self._rulebook
        sections = self._rules()
        sections.append(Section("依据的文件", tuple(self._sources())))
        head = (
            f"{rulebook.place}（{rulebook.code}），{rulebook.year}年，{STAGES[rulebook.stage]}。",
            self._checked(),
            f"规则文件的 SHA-256：{rulebook.digest}",
            "左边是程序照着做的，右边是它的依据；标“待核”的，请主管科室对照原文确认后再用。",
        )
        return ClauseSheet(rulebook.title, head, tuple(sections))

    def standing(self) -> Standing:
        statuses = (row.status for section in self._rules() for row in section.rows)
        return counted(statuses, self._rulebook.status)

    def _rules(self) -> list[Section]:
        sections = [Section("总的规定", tuple(self._general()))]
        sections += [
            Section(f"第{at}批：{batch.zh}", tuple(self._batch(batch)))
            for at, batch in enumerate(self._rulebook.batches, 1)
        ]
        sections.append(Section("用到的事实", tuple(self._facts())))
        return sections

    def _checked(self) -> str:
        found, declared = self.standing(), self._rulebook.status
        claims = (
            f"规则文件自己写的是“{STATUS_ZH[declared]}”，不算数。"
            if declared and declared != found.status
            else ""
        )
        return f"整份规则：{found.said}。{claims}"

    def _row(self, part: str, says: str, clauses: Iterable[Clause] = ()) -> Row:
        listed = tuple(clauses)
        basis = tuple(self._basis(clause) for clause in listed)
        status = STATUS_ZH[worse(*(c.status for c in listed))] if listed else NO_BASIS
        return Row(part, says, basis, status)

    def _basis(self, clause: Clause) -> str:
        source = self._rulebook.sources[clause.source]
        number = f"（{source.number}）" if source.number else ""
        said = f"：{clause.says}" if clause.says else ""
        return f"{source.title}{number} {clause.at}".rstrip() + said

    def _general(self) -> Iterator[Row]:
        rulebook = self._rulebook
        order = "；".join(batch.zh for batch in rulebook.batches)
        yield Row("批次次序", f"依次进行：{order}。", (), "")
        if rulebook.lottery is not None:
            ticket = (
                "每人（每组）一个号，各校通用"
                if rulebook.lottery.ticket == "one"
                else ("每人（每组）在每所学校各有一个号")
            )
            order = (
                "号小的在前"
                if rulebook.lottery.order == "ascending"
                else "号排成一圈，起点和方向由摇号的种子（里面有见证人的数字）定"
            )
            yield self._row("摇号", f"{ticket}，{order}。", rulebook.lottery.clauses)
        if rulebook.siblings is not None:
            yield self._siblings()
        if rulebook.class_size is not None:
            classes = rulebook.attributes[rulebook.class_size.classes].zh
            says = f"计划不得超过{classes}乘以每班{rulebook.class_size.limit}人。"
            yield self._row("班额", says, rulebook.class_size.clauses)
        else:
            yield Row("班额", "规则里没有写班数，程序不能核对班额。", (), "")
        if "name" not in rulebook.attributes:
            says = "attributes 里没有 name（学校名称），家长读到的只是学校代码。"
            yield Row("学校名称", says, (), "")
        if rulebook.appeal is not None:
            until = spoken_day(rulebook.appeal.until)
            says = f"对结果有异议的，{until}前（含当日）向{rulebook.appeal.to}提出。"
            yield self._row("申诉", says, rulebook.appeal.clauses)

    def _siblings(self) -> Row:
        siblings = self._rulebook.siblings
        assert siblings is not None
        elder = f"“{self._says.name(siblings.elder)}”是这所学校，或者" if siblings.elder else ""
        same = (
            f"（{self._rulebook.attributes[siblings.same].zh}相同的算同一所）"
            if siblings.same
            else ""
        )
        family = self._says.name(siblings.family)
        says = f"{elder}“{family}”相同的人在前面的批次已经录到这所学校的，算有兄弟姐妹在校{same}。"
        return self._row("兄弟姐妹", says, siblings.clauses)

    def _batch(self, batch: Batch) -> Iterator[Row]:
        part = batch.clauses.get
        if "" in batch.clauses:
            yield self._row("本批次", batch.zh, batch.clauses[""])
        for need in batch.needs:
            said = (
                self._says.line(need.line)
                if need.line is not None
                else self._says.condition(need.condition or ())
            )
            words = f"{need.zh}。程序看的是：{said}" if need.zh and need.zh != said else said
            yield self._row("资格", f"{words}。", need.clauses or part("eligibility", ()))
        if not batch.needs:
            everybody = "还没有录取的人都在内。" if batch.generate else "凡填报的都可以。"
            yield self._row("资格", everybody, part("eligibility", ()))
        yield self._row("志愿", self._choices(batch), part("choices", ()))
        yield from self._pools(batch)
        if batch.secured:
            says = f"“{self._says.name(batch.secured)}”里写着这所学校的，排在其他人前面。"
            yield self._row("保留学位", says, part("secured", ()))
        yield from self._keys(batch)
        drawn = batch.tie_last == "lottery" and not (batch.rank or batch.ties)
        last = "谁先谁后全凭摇号" if drawn else TIE_LAST_ZH[batch.tie_last]
        yield self._row("末位同分", f"{last}。", part("tie_last", ()))
        yield from self._afterwards(batch)

    def _choices(self, batch: Batch) -> str:
        if batch.generate:
            lists = "志愿由程序按住址到学校的距离从近到远生成"
        elif batch.max == 1:
            lists = "填一个志愿"
        else:
            lists = f"最多填{batch.max}个志愿"
        bands = ""
        if batch.bands is not None:
            fact = self._says.facts[batch.bands.of]
            first = printed(batch.bands.first, fact.scale)
            step = printed(batch.bands.step, fact.scale)
            bands = f"{fact.zh}{first}及以上为第一段，以下每{step}为一段；"
        return f"{lists}。{bands}{MODES_ZH[batch.mode]}。"

    def _pools(self, batch: Batch) -> Iterator[Row]:
        for at, pool in enumerate(batch.pools, 1):
            first = f"（{at}）" if len(batch.pools) > 1 else ""
            clauses = pool.clauses or batch.clauses.get("pools", ())
            alone = len(batch.pools) == 1
            yield self._row("名额", f"{first}{self._pool(pool, alone=alone)}", clauses)
        if len(batch.pools) > 1:
            order = "、".join(pool.zh for pool in batch.pools)
            says = f"各人依次试这些名额：{order}。"
            yield self._row("名额先后", says, batch.clauses.get("precedence", ()))

    def _pool(self, pool: Pool, *, alone: bool) -> str:
        places = "数目见名额表"
        if pool.places == "rest":
            places = "数目就是计划" if alone else "数目是计划减去名额表里各行"
        if pool.by is not None:
            whose = f"按“{self._says.name(pool.by)}”分到各处"
        elif pool.who is not None:
            whose = f"给{self._says.condition(pool.who)}的人"
        else:
            return f"{pool.zh}，面向所有人，{places}。"
        others = "别人不能用" if pool.hard else "先给自己的人，用不完的别人可以用"
        rank = "、".join(self._says.term(term) for term in pool.rank)
        return f"{pool.zh}，{whose}，{places}，{others}。" + (f"先看：{rank}。" if rank else "")

    def _keys(self, batch: Batch) -> Iterator[Row]:
        for word, terms, part in (("排序", batch.rank, "rank"), ("同分时", batch.ties, "ties")):
            for at, term in enumerate(terms, 1):
                number = f"（{at}）" if len(terms) > 1 else ""
                says = f"{number}{self._says.term(term)}。"
                yield self._row(word, says, term.clauses or batch.clauses.get(part, ()))

    def _afterwards(self, batch: Batch) -> Iterator[Row]:
        part = batch.clauses.get
        group = batch.group
        if group.bind:
            tier = "最靠后" if group.tier == "lowest" else "最靠前"
            consent = f"，须“{self._says.name(group.consent)}”都为是" if group.consent else ""
            says = (
                f"同组的人绑在一起，按其中{tier}的一人排。{STRADDLES_ZH[group.straddle]}{consent}。"
            )
            yield self._row("同组", says, group.clauses or part("group", ()))
        if batch.home is not None:
            home = batch.home
            says = (
                f"同一“{self._says.name(home.fact)}”的学位，{spoken_day(home.day)}以前{home.years}年内"
                f"已由别的家庭用过的，不能再用"
                + ("；本批次里同一住址只有排在最前的一家可以用。" if home.within_run else "。")
            )
            yield self._row("一户一学位", says, home.clauses or part("home", ()))
        if batch.leftover is not None:
            to = self._rulebook.batch(batch.leftover).zh
            yield self._row("余额", f"没用完的名额转到“{to}”的同一学校。", part("leftover", ()))
        locks = (
            "录取后不再参加后面的批次"
            if batch.locks
            else "录取后还可以参加后面的批次，再次录取的放弃前面的"
        )
        yield self._row("锁定", f"{locks}。", part("locks", ()))
        yield self._row("递补", REFILLS_ZH[batch.refill], part("refill", ()))

    def _facts(self) -> Iterator[Row]:
        used = facts_used(self._rulebook)
        for fact in self._rulebook.facts.values():
            kind = SENSITIVITIES_ZH[fact.sensitivity]
            idle = "" if fact.name in used else "没有一条规则用到它，请考虑不再收集。"
            says = f"{self._kind(fact)}；{kind}（列名 {fact.name}）。{idle}"
            yield self._row(fact.zh, says, fact.clauses)
        for sum in self._rulebook.derived.values():
            parts = "，加".join(self._sum_term(term, sum.scale) for term in sum.terms)
            yield self._row(sum.zh, f"合计：{parts}。", sum.clauses)
        for fact in self._rulebook.attributes.values():
            yield self._row(
                fact.zh, f"学校的{self._kind(fact)}（列名 {fact.name}）。", fact.clauses
            )

    def _kind(self, fact: Fact) -> str:
        if fact.type == "level":
            return f"等级，从好到差：{'、'.join(fact.order)}"
        limits = ""
        if fact.minimum is not None or fact.maximum is not None:
            low, high = (
                "不限" if bound is None else _bound(fact, bound)
                for bound in (fact.minimum, fact.maximum)
            )
            limits = f"，{low}到{high}"
        step = f"，每档{printed(fact.step, fact.scale)}" if fact.type == "decimal" else ""
        return f"{TYPES_ZH[fact.type]}{limits}{step}"

    def _sum_term(self, term: tuple[object, ...], scale: int) -> str:
        if term[0] == "when":
            _, said, gives = term
            assert isinstance(said, tuple)
            assert isinstance(gives, int)
            return f"{self._says.condition(said)}的{printed(gives, scale)}"
        _, name, times, _, cap = term
        assert isinstance(name, str)
        assert isinstance(times, int)
        extra = scale - self._rulebook.scale(name)
        by = printed(times, extra)
        most = f"（至多{printed(cap, scale)}）" if isinstance(cap, int) else ""
        return f"{self._says.name(name)}{'' if by == '1' else f'乘{by}'}{most}"

    def _sources(self) -> Iterator[Row]:
        for source in self._rulebook.sources.values():
            told = "，".join(
                part for part in (source.issuer, source.number, source.date, source.url) if part
            )
            yield Row(source.id, f"{source.title}。{told}", (), STATUS_ZH[source.status])


def _bound(fact: Fact, bound: int) -> str:
    return printed(bound, fact.scale) if fact.type in NUMBERS else spoken_day(bound)
