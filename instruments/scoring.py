"""Scale scores: the mean of the answered items, reverse-keyed items turned round first."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from types import NoneType
from typing import cast

from instruments.definitions import Answers, Scale
from instruments.functions import number

ROUNDING = 1e-9
"""Room for shares such as 4/5 that a float cannot hold exactly."""


@dataclass(frozen=True, slots=True)
class ScaleScore:
    """One person's score on one scale; without a value when too few items were answered."""

    code: str
    value: float | None
    answered: int
    asked: int


class Scoring:
    """How one scale is scored where certain of its items were asked: made once, used often."""

    def __init__(self, scale: Scale, asked_items: Collection[str] | None = None) -> None:
        codes = [code for code in scale.items if asked_items is None or code in asked_items]
        self.scale = scale
        self.codes = tuple(sorted(codes, key=scale.reverse.__contains__))
        """The items that count, those to be turned round last."""
        self._straight = sum(code not in scale.reverse for code in codes)

    def score(self, values: Sequence[object]) -> ScaleScore:
        """Score the answers to `codes`, in their order; None is no answer."""
        asked = len(self.codes)
        numbers = _numbers(values[: self._straight])
        numbers += [reverse(one, self.scale) for one in _numbers(values[self._straight :])]
        answered = len(numbers)
        enough = answered and answered / asked >= self.scale.min_answered - ROUNDING
        mean = math.fsum(numbers) / answered if enough else None
        return ScaleScore(self.scale.code, mean, answered, asked)


def reverse(value: float, scale: Scale) -> float:
    """Turn an answer round between the codebook's ends."""
    return scale.minimum + scale.maximum - value


def score(scale: Scale, answers: Answers, asked_items: Collection[str] | None = None) -> ScaleScore:
    """Score a scale; items that were not asked in this wave are not missing."""
    scoring = Scoring(scale, asked_items)
    return scoring.score([answers.get(code) for code in scoring.codes])


def _numbers(values: Sequence[object]) -> list[float]:
    """Keep the answers that are numbers; what is no number is no answer to a scale."""
    if {*map(type, values)} == {int}:  # nearly always; exports score some 100,000 answers
        return list(values)  # type: ignore[arg-type]
    given = [_number(value) for value in values if isinstance(value, str | int | float)]
    return [value for value in given if math.isfinite(value)]


def _number(value: str | int | float) -> float:
    return _read(value) if isinstance(value, str) else number(value)


_read = lru_cache(1000)(number)
"""Codes of choices are text, and there are few of them."""


def complete_cases(scale: Scale, items: Sequence[Sequence[object]]) -> list[Sequence[float]]:
    """Keep those who answered every item of a scale, reverse-keyed items turned round.

    Answers are given, and given back, item by item in the order of the scale.
    """
    numbers = [_down(answers) for answers in items]
    if any(None in answers for answers in numbers):
        whole = [None not in person for person in zip(*numbers, strict=True)]
        numbers = [[*compress(answers, whole)] for answers in numbers]
    keyed = zip(scale.items, cast(list[Sequence[float]], numbers), strict=True)
    return [
        [reverse(one, scale) for one in answers] if code in scale.reverse else answers
        for code, answers in keyed
    ]


def _down(answers: Sequence[object]) -> Sequence[float | None]:
    """Read the answers of several people to one item as numbers, None where there is none."""
    if {*map(type, answers)} <= {int, NoneType}:
        return cast(Sequence[int | None], answers)
    return [next(iter(_numbers((answer,))), None) for answer in answers]
