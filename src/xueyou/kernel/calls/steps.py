"""How a kind puts its form to people: one question a page, and what is known beforehand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Step:
    """One page of a form.

    `code` stands in its address: small letters and underscores. `question` is the page's title;
    {child} in it becomes the given name. `fields` names fields of the kind's answers, in order.
    `hints` holds, by field, what stands above its box. `when` leaves the page out for some answers;
    `must` names fields that whoever is asked the page has to fill, though others may leave them.
    """

    code: str
    question: str
    fields: tuple[str, ...]
    hint: str = ""
    hints: Mapping[str, str] = field(default_factory=dict)
    when: Callable[[Mapping[str, str]], bool] | None = None
    must: tuple[str, ...] = ()

    def asked(self, answers: Mapping[str, str]) -> bool:
        """Return whether the page belongs to the form of somebody with these answers."""
        return self.when is None or self.when(answers)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a field before anybody fills it in: canonical value, source in words."""

    value: str
    source: str
