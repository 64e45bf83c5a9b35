"""Forms of rules: what a kind of call must be told to write a rulebook by itself."""

from dataclasses import dataclass

from xueyou.kernel.calls.fields import Field


@dataclass(frozen=True, slots=True)
class RuleForm:
    """One way in which places may be given. `zh` is its name, `says` what it does, in words.

    `rounds` are the kinds of round it is for: "main", "supplementary".
    """

    code: str
    zh: str
    says: str
    fields: tuple[Field, ...]
    rounds: tuple[str, ...] = ("main", "supplementary")
