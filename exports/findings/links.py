"""What the instruments say belongs together: sets and codes with scales, sets and outcomes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from exports.findings.codebook_of_talk import codes_of
from exports.layout import keys_about
from exports.lesson_shares import sets_of
from exports.source import Source
from instruments.definitions import About, AnyOf, TalkCode
from instruments.versions import keys, newest


@dataclass(frozen=True, slots=True)
class Link:
    """What a set or a code of an instrument is expected to rise with, or to fall with."""

    instrument: str
    code: str
    other: str
    """The code of a scale or an outcome, or the key of a set, of whatever instrument."""
    sign: int
    """1: they rise together; -1: one rises as the other falls."""


def links_of(source: Source) -> tuple[Link, ...]:
    """Read what every chosen instrument says."""
    return (*_of_sets(source), *_of_codes(source))


def _of_sets(source: Source) -> Iterator[Link]:
    for key in keys_about(source, About.LESSON):
        for one in sets_of(source, key):
            yield from _named(key, one.key, (one, *_in_the_library(key, one)))


def _in_the_library(key: str, one: AnyOf) -> Iterator[AnyOf]:
    """Give the library's newest wording of a set that has the same items."""
    known = newest(key).any_of if key in keys() else ()
    return (other for other in known if (other.key, other.items) == (one.key, one.items))


def _of_codes(source: Source) -> Iterator[Link]:
    for key in keys_about(source, About.GROUP_SESSION):
        for code in codes_of(source, key).values():
            yield from _named(key, code.key, (code,))


def _named(key: str, code: str, said: Iterable[AnyOf | TalkCode]) -> Iterator[Link]:
    """Take the first that names anything: what a version says comes before the library."""
    for one in said:
        if one.goes_with or one.goes_against:
            yield from (Link(key, code, other, 1) for other in one.goes_with)
            yield from (Link(key, code, other, -1) for other in one.goes_against)
            return
