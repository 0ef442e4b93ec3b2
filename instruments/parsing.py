"""XLSForm's expression language: read once into a tree, or refused in one sentence."""

import math
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import NoReturn, cast

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedInput, v_args

from instruments.functions import FUNCTIONS
from instruments.wording import Message

Tree = list["str | float | Tree"]
"""An operator or function with its arguments, as JSON writes it."""

DEEPEST = 100
LONGEST = 4000
OF_THE_PLACE: dict[str, tuple[int, int | None]] = {"today": (0, 0), "once": (1, 1)}
"""Functions that look at the day or at the item's own answer, with their numbers of arguments."""
TAKES: Mapping[str, tuple[int, int | None]] = OF_THE_PLACE | {
    name: (function.least, function.most) for name, function in FUNCTIONS.items()
}
"""How many arguments each function takes, at least and at most."""
OF_ITEMS = frozenset({"count", "sum"})
"""Functions whose argument must name an item."""
PORTABLE = re.compile(r"(?!.*(\(\?(?![:=!])|\\[AZpPNGkK]))", re.DOTALL)
"""Patterns without what browsers and Python read differently."""


class ExpressionError(ValueError):
    """An expression that cannot be understood."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition or calculation as its author wrote it, and what it means."""

    source: str
    tree: Tree = field(compare=False)
    references: frozenset[str] = field(compare=False)


def say(sentence: str, **values: object) -> Message:
    """Make a message of this package."""
    return Message("instruments", sentence, values)


@dataclass(frozen=True, slots=True)
class _Branch:
    """A piece of the tree under construction and how deep it nests."""

    tree: Tree
    depth: int = 1


@v_args(inline=True)
class _Builder(Transformer[Token, _Branch]):
    """Builds the tree while parsing, so that nothing has to walk it recursively."""

    def number(self, token: Token) -> _Branch:
        value = float(token)
        if math.isinf(value):
            raise ExpressionError(
                say("The number at character {place} is too big.", place=(token.start_pos or 0) + 1)
            )
        return _Branch(["num", int(value) if value.is_integer() else value])

    def string(self, token: Token) -> _Branch:
        return _Branch(["str", str(token)[1:-1]])

    def reference(self, token: Token) -> _Branch:
        return _Branch(["ref", str(token)[2:-1].strip()])

    def here(self, token: Token) -> _Branch:
        return _Branch(["cur"])

    def bracketed(self, inner: _Branch) -> _Branch:
        return _Branch(inner.tree, _deeper(inner))

    def negative(self, minus: Token, inner: _Branch) -> _Branch:
        return _Branch(["neg", inner.tree], _deeper(inner))

    def binary(self, left: _Branch, operator: Token, right: _Branch) -> _Branch:
        return _Branch([str(operator), left.tree, right.tree], _deeper(left, right))

    def call(self, name: Token, *arguments: _Branch) -> _Branch:
        trees = [argument.tree for argument in arguments]
        _check_call(name, trees)
        return _Branch([str(name), *trees], _deeper(*arguments))


def _deeper(*branches: _Branch) -> int:
    depth = 1 + max((branch.depth for branch in branches), default=0)
    if depth > DEEPEST:
        raise ExpressionError(
            say("This condition is nested too deeply: split it into several items.")
        )
    return depth


def _check_call(name: Token, arguments: list[Tree]) -> None:
    where = (name.start_pos or 0) + 1
    if name not in TAKES:
        raise ExpressionError(
            say("Unknown function {name}() at character {place}.", name=str(name), place=where)
        )
    least, most = TAKES[name]
    if len(arguments) < least or (most is not None and len(arguments) > most):
        raise ExpressionError(
            say(
                "{name}() at character {place} needs another number of arguments: "
                "{wanted}, not {given}.",
                name=str(name),
                place=where,
                given=len(arguments),
                wanted=_range_words(least, most),
            )
        )
    _check_arguments(str(name), where, arguments)


def _range_words(least: int, most: int | None) -> str:
    if most is None:
        return f"{least}+"
    return str(least) if least == most else f"{least}-{most}"


def _check_arguments(name: str, where: int, arguments: list[Tree]) -> None:
    if name in OF_ITEMS and arguments[0][0] != "ref":
        raise ExpressionError(
            say(
                "{name}() at character {place} needs the name of an item: {name}(${{item}}).",
                name=name,
                place=where,
            )
        )
    if name == "regex" and not _is_pattern(arguments[1]):
        raise ExpressionError(
            say(
                "regex() at character {place} needs a valid pattern in quotes, "
                "such as regex(., '[0-9]{{4}}').",
                place=where,
            )
        )


def _is_pattern(tree: Tree) -> bool:
    if tree[0] != "str" or not PORTABLE.match(str(tree[1])):
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(str(tree[1]), re.ASCII)
    except (re.error, OverflowError, RecursionError, Warning):
        return False
    return True


_PARSER = Lark(
    (files("instruments") / "expressions.lark").read_text(encoding="utf-8"),
    parser="lalr",
    transformer=_Builder(),
)


@lru_cache(maxsize=4096)
def parse(source: str) -> Expression:
    """Read an expression, or say in one sentence what is wrong with it and where."""
    if len(source) > LONGEST:
        raise ExpressionError(
            say(
                "This condition has {length} characters: write it in at most {longest}.",
                length=len(source),
                longest=LONGEST,
            )
        )
    try:
        branch = cast(_Branch, _PARSER.parse(source))
    except UnexpectedInput as error:
        _explain(source, error)
    return Expression(source, branch.tree, frozenset(_references(branch.tree)))


def _explain(source: str, error: UnexpectedInput) -> NoReturn:
    place = error.pos_in_stream
    if not source.strip():
        message = say("This condition is empty.")
    elif place is None or place >= len(source) or _at_end(error):
        message = say("This condition ends too early: something is missing after its last sign.")
    elif source[place] in "'\"" and isinstance(error, UnexpectedCharacters):
        message = say("The quotation mark at character {place} is not closed.", place=place + 1)
    else:
        message = say(
            "This condition cannot be understood at character {place}: {rest}",
            place=place + 1,
            rest=source[place : place + 20],
        )
    raise ExpressionError(message) from None


def _at_end(error: UnexpectedInput) -> bool:
    token = getattr(error, "token", None)
    return isinstance(token, Token) and token.type == "$END"


def branches_of(tree: Tree) -> list[Tree]:
    return [part for part in tree[1:] if isinstance(part, list)]


def _references(tree: Tree) -> Iterator[str]:
    if tree[0] == "ref":
        yield str(tree[1])
    for branch in branches_of(tree):
        yield from _references(branch)
