"""Owns how templates are read: what is the same in every answer is put together once a process.

Django follows `extends` and `include`, and draws every icon, anew for each answer. Here blocks and
included parts are laid into one another when a template is loaded, and constants are text from then
on. What is written in a template means what Django says it means; nothing about a person, a request
or a day is kept. A parent and a part that are named by a variable are not taken.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from copy import copy
from typing import Any

from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.base import (
    FilterExpression,
    Lexer,
    Node,
    NodeList,
    Parser,
    Template,
    TextNode,
    Variable,
    VariableNode,
)
from django.template.context import Context
from django.template.defaulttags import (
    CommentNode,
    CsrfTokenNode,
    ForNode,
    IfNode,
    LoadNode,
    URLNode,
    WithNode,
)
from django.template.library import SimpleNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.template.loaders import app_directories
from django.templatetags.static import StaticNode
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from xueyou.surfaces.shell.looking import Looked, Said

SUPER = "block.super"
_SILENT = (LoadNode, CommentNode)
_KEEPING_TO_ITSELF = (TextNode, VariableNode, CsrfTokenNode, ForNode, WithNode)
"""Nodes that leave no variable behind."""
_loading: ContextVar[tuple[str, ...]] = ContextVar("loading", default=())


class Loader(app_directories.Loader):
    """Loads each template once, put together."""

    def __init__(self, engine: Any) -> None:
        super().__init__(engine)
        self._kept: dict[tuple[str, ...], Assembled] = {}

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        """Return the template. Raises TemplateDoesNotExist, TemplateSyntaxError."""
        skipped = tuple(skip or ())
        key = (template_name, *(one.name for one in skipped))
        if key not in self._kept:
            token = _loading.set((*_loading.get(), template_name))
            try:
                self._kept[key] = self._read(template_name, skipped)
            finally:
                _loading.reset(token)
        return self._kept[key]

    def reset(self) -> None:
        """Forget what was loaded."""
        self._kept.clear()

    def _read(self, name: str, skipped: Sequence[Any]) -> "Assembled":
        for origin in self.get_template_sources(name):
            if origin not in skipped:
                try:
                    text = self.get_contents(origin)
                except TemplateDoesNotExist:
                    continue
                return Assembled(text, origin, name, self.engine)
        raise TemplateDoesNotExist(name)


class _Parser(Parser):
    """Django's; variables are looked up the short way."""

    def compile_filter(self, token: str) -> FilterExpression:
        """Return the expression."""
        made = super().compile_filter(token)
        arguments = [given for _, given in made.filters for _, given in given]
        for one in (made.var, *arguments):
            if type(one) is Variable:
                one.__class__ = Looked
        return made


class Assembled(Template):
    """A template with its parents and parts inside. `written`: with its blocks still marked."""

    def compile_nodelist(self) -> NodeList:
        """Read the text, and put it together."""
        libraries, builtins = self.engine.template_libraries, self.engine.template_builtins
        parser = _Parser(Lexer(self.source).tokenize(), libraries, builtins, self.origin)
        found = parser.parse()
        self.extra_data = parser.extra_data
        parent = next((one for one in found if isinstance(one, ExtendsNode)), None)
        self.written = found if parent is None else self._inherited(parent)
        return NodeList(_merged(_laid_out(self.written, self.engine)))

    def _inherited(self, node: ExtendsNode) -> NodeList:
        name = _constant(node.parent_name)
        if name is None:
            raise TemplateSyntaxError(f"{self.name} names its parent by a variable")
        found, _ = self.engine.find_template(name, skip=[self.origin])
        if not isinstance(found, Assembled):
            raise TemplateSyntaxError(f"{name} was loaded by another loader")
        return _overridden(found.written, node.blocks)


def _constant(given: Any) -> str | None:
    """Return what is written there as a constant; None where it depends on anything."""
    if isinstance(given, FilterExpression) and not given.is_var and not given.filters:
        return given.var if isinstance(given.var, str) else None
    return None


def _within(node: Node, change: Callable[[NodeList], NodeList]) -> Node:
    """Return a node with each list of nodes inside changed; itself where there is none."""
    lists: dict[str, Any] = {
        name: change(value) for name, value in vars(node).items() if isinstance(value, NodeList)
    }
    if isinstance(node, IfNode):
        lists["conditions_nodelists"] = [
            (condition, change(nodes)) for condition, nodes in node.conditions_nodelists
        ]
    if not lists:
        return node
    made = copy(node)
    vars(made).update(lists)
    return made


def _overridden(nodes: NodeList, blocks: Mapping[str, BlockNode]) -> NodeList:
    """Return a parent's nodes with the blocks of its child in their places."""

    def change(inner: NodeList) -> NodeList:
        return _overridden(inner, blocks)

    made = NodeList()
    for node in nodes:
        changed = _within(node, change)
        if isinstance(changed, BlockNode) and changed.name in blocks:
            own = _with_super(blocks[changed.name].nodelist, changed.nodelist)
            changed = BlockNode(changed.name, own)
        made.append(changed)
    return made


def _is_super(node: Node) -> bool:
    asked = node.filter_expression.token if isinstance(node, VariableNode) else ""
    return asked == SUPER


def _with_super(nodes: NodeList, above: NodeList) -> NodeList:
    """Put what stood in a block where its child asks for it."""
    made = NodeList()
    for node in nodes:
        if _is_super(node):
            made.append(_Scope(above))
        elif isinstance(node, BlockNode):  # a new one inside: nothing stands above it
            made.append(BlockNode(node.name, _with_super(node.nodelist, NodeList())))
        else:
            made.append(_within(node, lambda inner: _with_super(inner, above)))
    return made


class _Scope(Node):
    """What stands in a block or an included part: names given inside end with it."""

    def __init__(self, nodelist: NodeList, given: Mapping[str, FilterExpression] | None = None):
        self.nodelist = nodelist
        self.given = given or {}

    def render(self, context: Context) -> SafeString:
        """Return the text."""
        values = {name: one.resolve(context) for name, one in self.given.items()}
        with context.push(**values):
            return self.nodelist.render(context)


def _laid_out(nodes: NodeList, engine: Any) -> Iterator[Node]:
    """Give the nodes that are left to be rendered."""
    for node in nodes:
        if isinstance(node, _SILENT):
            continue
        node = _within(node, lambda inner: NodeList(_merged(_laid_out(inner, engine))))
        if isinstance(node, IncludeNode):
            node = _included(node, engine)
        if isinstance(node, BlockNode):
            node = _Scope(node.nodelist)
        if isinstance(node, _Scope) and not node.given and all(map(_keeps, node.nodelist)):
            yield from node.nodelist
        elif _is_super(node):  # of a block that stands in no parent
            continue
        elif type(node) is VariableNode:
            yield Said(node.filter_expression)
        else:
            yield _drawn(node)


def _keeps(node: Node) -> bool:
    """Return whether a node leaves no variable behind for the next one."""
    if isinstance(node, (*_KEEPING_TO_ITSELF, _Scope)):
        return True
    if isinstance(node, IfNode):
        return all(_keeps(one) for _, nodes in node.conditions_nodelists for one in nodes)
    if isinstance(node, SimpleNode):
        return node.target_var is None and not node.takes_context
    if isinstance(node, StaticNode):
        return node.varname is None
    return isinstance(node, URLNode) and node.asvar is None


def _included(node: IncludeNode, engine: Any) -> Node:
    """Return a part that is named by a constant, as it stands; a part that includes itself not."""
    name = _constant(node.template)
    if name is None or name.startswith(".") or node.isolated_context or name in _loading.get():
        return node
    try:
        found, _ = engine.find_template(name)
    except TemplateDoesNotExist:  # said where it is asked for
        return node
    return _Scope(found.nodelist, node.extra_context)


def _drawn(node: Node) -> Node:
    """Return the text of a node that is the same in every answer, else the node."""
    if isinstance(node, StaticNode) and node.varname is None:
        path = _constant(node.path)
        address = "" if path is None else node.handle_simple(path)
        return TextNode(address) if address and conditional_escape(address) == address else node
    if type(node) is not SimpleNode or not hasattr(node.func, "cache_info"):
        return node
    args = [_constant(one) for one in node.args]
    if node.target_var is not None or node.takes_context or node.kwargs or None in args:
        return node
    text = node.func(*args)
    return TextNode(text) if isinstance(text, SafeString) else node


def _merged(nodes: Iterator[Node]) -> Iterator[Node]:
    """Give the nodes with texts that follow each other as one."""
    text = ""
    for node in nodes:
        if isinstance(node, TextNode):
            text += node.s
        else:
            if text:
                yield TextNode(text)
                text = ""
            yield node
    if text:
        yield TextNode(text)
