"""Codes that people gave to segments of talk: how often, together with what, and how alike."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean

from exports.statistics.agreement import PairAgreement, agreement
from exports.statistics.krippendorff import Level, krippendorff_alpha
from exports.statistics.outcome import Undefined, Value
from exports.statistics.proportions import Share, share

Codes = Collection[str]
"""The codes of one segment; empty where it was read and has none."""


@dataclass(frozen=True, slots=True)
class CodeCount:
    """How many segments have a code, in each group, and how many people said them."""

    code: str
    segments: int
    by_group: Mapping[str, int]
    people: int | None


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """Whether two coders gave a code to the same segments: yes and no as 1 and 0."""

    both: PairAgreement
    alpha: Value


@dataclass(frozen=True, slots=True)
class CoderAgreement:
    """Agreement of two coders over the `segments` that both read, code by code and together.

    `pooled` is over segments x codes: most cells are no with both, which helps it. `mean_jaccard`
    is the mean share of common codes among those that either gave; `identical` the share of
    segments with the same codes. No test of so few segments is given.
    """

    segments: int
    codes: Mapping[str, CodeAgreement]
    pooled: CodeAgreement
    mean_jaccard: Value
    identical: Share


def known_codes(*coded: Sequence[Codes | None]) -> tuple[str, ...]:
    """List the codes that occur, in the order of the alphabet."""
    found = {code for coder in coded for codes in coder for code in codes or ()}
    return tuple(sorted(found, key=_place))


def _place(code: str) -> tuple[str, str]:
    """Put an underscore before letters and capitals beside small ones, as R's `sort` does."""
    return code.casefold().replace("_", " "), code


def count_codes(
    coded: Sequence[Codes | None],
    groups: Sequence[str],
    people: Sequence[str] | None = None,
) -> tuple[CodeCount, ...]:
    """Count the segments of every code, by group: R `table`. A code counts once in a segment.

    `groups` say for each segment to what it belongs, such as a wave, `people` who spoke.
    """
    names = [*dict.fromkeys(groups)]
    speakers = [""] * len(coded) if people is None else people
    rows = [*zip(map(_one_set, coded), groups, speakers, strict=True)]
    found = []
    for code in known_codes(coded):
        times = Counter(group for codes, group, _ in rows if code in codes)
        who = {person for codes, _, person in rows if code in codes and person}
        by_group = {name: times[name] for name in names}
        found.append(CodeCount(code, times.total(), by_group, None if people is None else len(who)))
    return tuple(found)


def _one_set(codes: Codes | None) -> frozenset[str]:
    return frozenset(codes or ())


def co_occurrence(coded: Sequence[Codes | None]) -> dict[tuple[str, str], int]:
    """Count segments that have both of two codes: R `crossprod`, its upper half without zeros."""
    ordered = [sorted(_one_set(codes), key=_place) for codes in coded]
    pairs = Counter(pair for codes in ordered for pair in combinations(codes, 2))
    return dict(sorted(pairs.items(), key=lambda one: [*map(_place, one[0])]))


def coder_agreement(
    first: Sequence[Codes | None], second: Sequence[Codes | None], confidence: float = 0.95
) -> CoderAgreement:
    """Compare two coders segment by segment; None where a coder did not read the segment.

    R `irr::kappa2` and `irr::kripp.alpha(method = "nominal")` of present and absent, for every code
    that either gave. Two coders who both give no code agree completely.
    """
    pairs = [
        (frozenset(one), frozenset(other))
        for one, other in zip(first, second, strict=True)
        if one is not None and other is not None
    ]
    codes = known_codes(*([pair[side] for pair in pairs] for side in (0, 1)))
    columns = {code: [(int(code in a), int(code in b)) for a, b in pairs] for code in codes}
    shared = [len(a & b) / len(a | b) if a | b else 1.0 for a, b in pairs]
    return CoderAgreement(
        len(pairs),
        {code: _agreement(column, confidence) for code, column in columns.items()},
        _agreement([cell for column in columns.values() for cell in column], confidence),
        Value(fmean(shared)) if shared else Value(None, Undefined.NO_PAIRS),
        share(sum(a == b for a, b in pairs), len(pairs), confidence),
    )


def _agreement(cells: Sequence[tuple[int, int]], confidence: float) -> CodeAgreement:
    first, second = [one for one, _ in cells], [other for _, other in cells]
    both = agreement(first, second, levels=(0, 1), confidence=confidence)
    return CodeAgreement(both, krippendorff_alpha(cells, Level.NOMINAL))
