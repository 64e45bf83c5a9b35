"""Templates put together once say what Django makes of the same text."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Engine, Origin, TemplateSyntaxError, engines
from django.template.base import TextNode
from django.template.loaders import locmem
from django.template.utils import get_app_template_dirs
from django.utils.safestring import mark_safe

from tests.paths import ROOT
from xueyou.surfaces.shell.assembling import Loader

TAGS = "xueyou.surfaces.shell.templatetags.addresses"
DRAWING = {
    "design": "xueyou.surfaces.design.templatetags.design",
    "static": "django.templatetags.static",
}


class FromMemory(Loader):
    """The loader under test, reading from a dictionary."""

    def __init__(self, engine: Engine, texts: Mapping[str, str]) -> None:
        super().__init__(engine)
        self._texts = texts

    def get_template_sources(self, template_name: str) -> Any:
        """Give the one place."""
        yield Origin(template_name, template_name, self)

    def get_contents(self, origin: Origin) -> str:
        """Return the text."""
        return locmem.Loader.get_contents(self._memory(), origin)

    def _memory(self) -> Any:
        return type("Memory", (), {"templates_dict": self._texts})()


@dataclass(frozen=True)
class View:
    """What pages are given."""

    name: str = "林<夏>"
    rows: tuple[str, ...] = ("甲", "乙")
    count: int = 12345

    def __getitem__(self, key: str) -> str:
        raise KeyError(key)


@dataclass(frozen=True)
class Plain:
    """The same without keys."""

    name: str = "林<夏>"
    none: None = None


class Told(dict[str, str]):
    """A mapping with a method that pages may call."""

    def heard(self) -> str:
        """Return a word."""
        return "听到"


def rendered(texts: Mapping[str, str], loader: Any, **given: Any) -> str:
    """Render the text called page."""
    engine = Engine(loaders=[(loader, texts)], libraries=DRAWING, builtins=[TAGS])
    return engine.get_template("page").render(Context(given))


def both(texts: Mapping[str, str], **given: Any) -> str:
    """Return what both make of it; they agree."""
    ours = rendered(texts, f"{__name__}.FromMemory", **given)
    assert ours == rendered(texts, "django.template.loaders.locmem.Loader", **given)
    return ours


BASE = "[{% block a %}a{% block in %}i{% endblock %}{% endblock %}|{% block b %}b{% endblock %}]"
MIDDLE = '{% extends "base" %}unseen{% block a %}<{{ block.super }}>{% endblock %}'


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ('{% extends "middle" %}', "[<ai>|b]"),
        ('{% extends "middle" %}{% block in %}new{% endblock %}', "[<anew>|b]"),
        ('{% extends "middle" %}{% block a %}{{ block.super }}2{% endblock %}', "[<ai>2|b]"),
        ('{% extends "middle" %}{% block b %}{% if x %}{{ block.super }}{% endif %}{% endblock %}',
         "[<ai>|b]"),
        ('{% extends "base" %}{% block b %}{% block c %}c{% endblock %}{% endblock %}', "[ai|c]"),
        ('{% extends "part" %}', "part "),
        ('{% extends "base" %}{% block b %}{% block c %}{{ block.super }}c{% endblock %}'
         '{% endblock %}', "[ai|c]"),
    ],
)  # fmt: skip
def test_blocks_lie_where_django_lays_them(page: str, said: str) -> None:
    """Tests what is overridden, what is asked for from above, and what stands in no parent."""
    texts = {"base": BASE, "middle": MIDDLE, "part": "part {{ who }}", "page": page}
    assert both(texts, x=1) == said


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ('{% include "part" %}', "part 外"),
        ('{% include "part" with who="内" %}{{ who }}', "part 内外"),
        ('{% include "part" with who="内" only %}', "part 内"),
        ('{% for who in rows %}{% include "part" %}{% endfor %}', "part 甲part 乙"),
        ("{% include name %}", "part 外"),
        ('{% include "sets" %}{{ at }}', "/x.css"),
        ('{% include "tree" %}', "1(2(3))"),
        ("{% for row in rows %}{% ifchanged %}{{ row }}{% endifchanged %}{% endfor %}", "甲乙"),
    ],
)
def test_parts_say_what_they_say_elsewhere(page: str, said: str) -> None:
    """Tests names given to a part, names that end with it, and a part inside itself."""
    texts = {
        "part": "part {{ who }}",
        "sets": "{% load static %}{% static 'x.css' as at %}{{ at }}",
        "tree": '{% with n=deep %}{{ n.n }}{% if n.in %}({% include "tree" with deep=n.in %})'
        "{% endif %}{% endwith %}",
        "page": page,
    }
    deep = {"n": 1, "in": {"n": 2, "in": {"n": 3}}}
    found = both(texts, who="外", rows=["甲", "乙"], name="part", deep=deep)
    assert found.endswith(said)


@pytest.mark.parametrize(
    "asked",
    [
        "view.name", "view.rows.1", "view.rows.7", "view.count", "view.none", "view.no",
        "plain.name", "plain.none", "plain.no", "plain.0", "told.word", "told.no", "told.heard",
        "told.items", "told.0", "kept.word", "kept.no", "kept.items", "kept.0", "told.word.upper",
        "called", "called.name", "missing", "missing.name", "autoescape", "safe", "number", "big",
        "yes", "half", "nothing", "rows.0", "rows.first", '"text"', "3", "plain.name|upper",
    ],
)  # fmt: skip
def test_a_value_reads_the_same(asked: str) -> None:
    """Tests keys, attributes, places, calls and names that are not there; and how they decide."""
    given = {
        "view": View(), "plain": Plain(), "told": Told(word="说<"), "kept": {"word": "说<"},
        "called": Plain, "safe": mark_safe("<b>"), "number": 1234567, "big": 10**20, "yes": True,
        "half": 1.5, "nothing": None, "rows": ["甲"],
    }  # fmt: skip
    page = (
        f"{{{{ {asked} }}}}|{{% if {asked} %}}ja{{% endif %}}|"
        f"{{% autoescape off %}}{{{{ {asked} }}}}{{% endautoescape %}}"
    )
    both({"page": page}, **given)


def test_what_is_constant_is_text() -> None:
    """Tests that icons and addresses of files are drawn once, and no part is looked for again."""
    page = '{% load design static %}{% icon "go" "go" %}{% static "a.css" %}{% include "part" %}'
    texts = {"part": "x{# nothing #}", "page": page}
    both(texts)
    engine = Engine(loaders=[(f"{__name__}.FromMemory", texts)], libraries=DRAWING, builtins=[TAGS])
    assert [type(node) for node in engine.get_template("page").nodelist] == [TextNode]


def test_a_parent_named_by_a_variable_is_refused() -> None:
    """Tests that nobody gets a page without its parent."""
    with pytest.raises(TemplateSyntaxError):
        rendered({"page": "{% extends name %}"}, f"{__name__}.FromMemory", name="base")


def test_every_template_of_ours_can_be_put_together() -> None:
    """Tests that none is found wrong only when somebody asks for it."""
    engine, loaded = engines["django"].engine, 0
    for folder in map(Path, get_app_template_dirs("templates")):
        if folder.is_relative_to(ROOT / "src"):
            for path in folder.rglob("*.html"):
                loaded += bool(engine.get_template(str(path.relative_to(folder))).nodelist)
    assert loaded > 150
