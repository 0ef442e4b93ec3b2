"""Scale scores: the mean of the answered items, reverse-keyed items turned round first."""

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass

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


def reverse(value: float, scale: Scale) -> float:
    """Turn an answer round between the codebook's ends."""
    return scale.minimum + scale.maximum - value


def score(scale: Scale, answers: Answers, asked_items: Collection[str] | None = None) -> ScaleScore:
    """Score a scale; items that were not asked in this wave are not missing."""
    codes = [code for code in scale.items if asked_items is None or code in asked_items]
    values = list(_keyed(scale, codes, answers))
    enough = values and len(values) / len(codes) >= scale.min_answered - ROUNDING
    mean = math.fsum(values) / len(values) if enough else None
    return ScaleScore(scale.code, mean, len(values), len(codes))


def _keyed(scale: Scale, codes: list[str], answers: Answers) -> Iterator[float]:
    for code in codes:
        answer = answers.get(code)
        if answer is None:
            continue
        if answer.__class__ is int:  # nearly always; exports score some 100,000 answers
            value: float = answer
        else:
            # Codes of a single choice are text; what is no number is no answer to a scale.
            value = number(answer) if isinstance(answer, str | int | float) else math.nan
            if not math.isfinite(value):
                continue
        yield reverse(value, scale) if code in scale.reverse else value
