"""What the findings of one question say together: one answer, one drawing of all its subjects."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from exports.findings.finding import Drawing, Finding, Number, Topic
from exports.findings.phrasing import joined_words, listed
from exports.wording import Words, say
from instruments.wording import Text

CERTAIN = 0.05
"""Below this p a change is called more than chance, as in `growth`."""
FEW = 2
"""Findings whose own answers are no longer than one sum of them."""
BESIDE = (".residuals", ".gaps", ".precision")
"""How keys of findings end that say how far the others carry: an overview warns of the others."""
Kind = TypeVar("Kind", bound=Drawing)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a combined drawing under its name; the parts of an overview are of one kind."""

    name: Words
    drawing: Drawing
    of: str = ""
    """The key of the finding that it draws; nothing where it draws several."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the findings of a question come to."""

    answer: Words
    headline: Words
    """What the drawing shows, in words."""
    parts: tuple[Part, ...] = ()
    foremost: Finding | None = None
    """Whose line for an article stands first."""
    cautions: tuple[Words, ...] | None = None
    """What to be careful about, where it is not what the findings warn of."""
    question: Words | None = None
    """A question that names the one subject there is."""


@dataclass(frozen=True, slots=True)
class Overview:
    """One question about all its subjects: what a page says first.

    `key` is unique and stays: the topic, and the second question of a topic behind it. `lines` are
    the subjects with their APA lines, `n` the most that a finding rests on.
    """

    key: str
    keys: tuple[str, ...]
    """Of the findings that it sums up."""
    topic: Topic
    question: Words
    told: Told
    warnings: tuple[Words, ...]
    lines: tuple[tuple[Words, Words], ...]
    models: tuple[Words, ...]
    n: int

    @property
    def answer(self) -> Words:
        """Give one to three plain sentences."""
        return self.told.answer

    @property
    def headline(self) -> Words:
        """Give what the drawing shows, in words."""
        return self.told.headline

    @property
    def parts(self) -> tuple[Part, ...]:
        """Give what is drawn, part by part."""
        return self.told.parts


def drawing_of(one: Finding, kind: type[Kind], place: int = 0) -> Kind | None:
    """Give a drawing of a finding by its kind."""
    found = [drawing for drawing in one.drawings if isinstance(drawing, kind)]
    return found[place] if place < len(found) else None


def parts_of(findings: Iterable[Finding], kind: type[Kind]) -> tuple[Part, ...]:
    """Put the first drawings of a kind side by side, each under its subject."""
    return tuple(
        Part(one.subject, drawing, one.key)
        for one in findings
        if (drawing := drawing_of(one, kind)) is not None
    )


def numbers_of(one: Finding, start: str) -> tuple[Number, ...]:
    """Give the numbers whose names begin alike: those of waves, schools or items."""
    return tuple(number for number in one.numbers if number.key.startswith(start))


def is_certain(p: float | int | None) -> bool:
    """Say whether a difference is hardly chance."""
    return p is not None and p < CERTAIN


def quoted(name: Words) -> Words:
    """Put a name into quotation marks."""
    return say("“{name}”", name=name)


def named(rows: Iterable[tuple[Words, Words | str]]) -> Text:
    """List subjects with what is said of them."""
    return listed((quoted(name), value) for name, value in rows)


def sentences(*parts: Words | None) -> Text:
    """Put the sentences that there are behind one another."""
    return joined_words(part for part in parts if part is not None)


def is_beside(one: Finding) -> bool:
    """Say whether a finding is about how far others carry."""
    return one.key.endswith(BESIDE)


def untested(findings: Sequence[Finding]) -> Words | None:
    """Say of which subjects nothing can be said; where it is all of a few, each says why."""
    there = [one for one in findings if one.why is not None]
    if there and len(there) == len(findings) <= FEW:
        return sentences(*(one.answer for one in there))
    subjects = names(one.subject for one in there)
    return say("Cannot be tested: {subjects}.", subjects=subjects) if there else None


def names(subjects: Iterable[Words]) -> Text:
    """List subjects alone."""
    return joined_words((quoted(one) for one in subjects), ", ")
