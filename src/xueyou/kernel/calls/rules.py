"""A round's rulebook, read once a process; and whether a fact is written as the rules want it."""

from functools import lru_cache

from xueyou.kernel.calls.models import Round, Rulebook
from xueyou.kernel.calls.refusals import RulesRefused
from xueyou.rulebook.language.faults import RulebookRefused
from xueyou.rulebook.language.model import Rulebook as Rules
from xueyou.rulebook.language.reading import rulebook_of
from xueyou.rulebook.tables.cells import Codes, read_distinct
from xueyou.rulebook.tables.input_faults import SAYINGS

FILE = "rules.yaml"
KEPT = 32
"""How many rulebooks a process keeps read: one a round that is open."""


def rules_of(round_: Round) -> Rules:
    """Return the rules of an announced round."""
    if round_.rulebook_id is None:
        raise RulesRefused("这一轮还没有公布规则，没有办理。请先公布规则。")
    return _read(round_.rulebook_id, round_.rulebook_sha256)


@lru_cache(maxsize=KEPT)
def _read(rulebook_id: int, sha256: str) -> Rules:
    text = Rulebook.objects.values_list("text", flat=True).get(pk=rulebook_id, sha256=sha256)
    return read_rules(text)


def read_rules(text: str) -> Rules:
    """Return the rules that a text holds. Raises RulesRefused with every fault and its line."""
    try:
        return rulebook_of(text.encode(), FILE)
    except RulebookRefused as refused:
        raise RulesRefused(
            f"这份规则有 {len(refused.faults)} 处要改，没有公布，原来的没有变动。"
            "请照每一行的说明改好。",
            refused.faults,
        ) from None


def wrong_fact(rules: Rules, name: str, text: str) -> str:
    """Return "" where the rules can read that fact so, else why not, in words.

    What passes here is accepted by `admit check`: the night of the freeze brings no surprise.
    """
    fact = rules.facts.get(name)
    if fact is None:
        return ""
    _, _, wrong = read_distinct(fact, [text], Codes())
    if not wrong:
        return ""
    found = wrong[0]
    return f"“{fact.zh}”：{SAYINGS[found.code]['zh'].format(**dict(found.fields))}"


def has_pool(rules: Rules, batch: str, pool: str) -> bool:
    """Return whether places of a batch may be set aside for a pool; those by value take any."""
    named = batch_named(rules, batch)
    pools = () if named is None else rules.batch(named).pools
    return not pool or any(one.by is not None or one.id == pool for one in pools)


def batch_named(rules: Rules, name: str) -> str | None:
    """Return the batch that a line or a wish means: its own name, or the only one. None: none."""
    ids = [batch.id for batch in rules.batches]
    if name in ids:
        return name
    return ids[0] if len(ids) == 1 else None
