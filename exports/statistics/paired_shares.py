"""Yes or no of the same people two or several times: McNemar and Cochran's Q."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from exports.statistics.outcome import Undefined
from exports.statistics.proportions import ChiSquare
from exports.statistics.tails import chi2_p

Answers = Sequence[bool | int | None]


@dataclass(frozen=True, slots=True)
class McNemar:
    """Who changed between two occasions: n01 from no to yes, n10 from yes to no.

    `odds_ratio` is n01 / n10. `why` says why the tests are missing, or the odds ratio alone.
    """

    n00: int
    n01: int
    n10: int
    n11: int
    chi2: float | None
    p: float | None
    chi2_corrected: float | None
    p_corrected: float | None
    p_exact: float | None
    odds_ratio: float | None
    why: Undefined | None = None


def mcnemar(first: Answers, second: Answers) -> McNemar:
    """Test the change of a yes-or-no answer of the same people, first against second occasion.

    R `mcnemar.test(correct = FALSE)`, `(correct = TRUE)` and `binom.test(n01, n01 + n10)`; McNemar
    1947, corrected by Edwards 1948. People with a missing answer are left out. Undefined where
    nobody changed; the odds ratio where nobody changed from yes to no.
    """
    both = [
        (bool(a), bool(b))
        for a, b in zip(first, second, strict=True)
        if a is not None and b is not None
    ]
    n00, n01, n10, n11 = (
        both.count(one) for one in ((False, False), (False, True), (True, False), (True, True))
    )
    changed, apart = n01 + n10, abs(n01 - n10)
    if not changed:
        why = Undefined.NO_CHANGE if both else Undefined.NO_PAIRS
        return McNemar(n00, n01, n10, n11, None, None, None, None, None, None, why)
    chi2, corrected = apart**2 / changed, max(apart - 1, 0) ** 2 / changed
    return McNemar(
        n00,
        n01,
        n10,
        n11,
        chi2,
        chi2_p(chi2, 1),
        corrected,
        chi2_p(corrected, 1),
        min(1.0, float(2 * special.bdtr(min(n01, n10), changed, 0.5))),
        n01 / n10 if n10 else None,
        None if n10 else Undefined.INFINITE,
    )


def cochran_q(rows: Sequence[Answers]) -> ChiSquare:
    """Test whether k yes-or-no answers of the same people have one share: one row per person.

    Q = (k - 1)(k sum of C^2 - N^2) / (k N - sum of R^2), Cochran 1950; R
    `DescTools::CochranQTest`, `rstatix::cochran_qtest`. People with a missing answer are left out.
    Undefined where nobody gave different answers.
    """
    whole = [[bool(one) for one in row] for row in rows if None not in row]
    if not whole or len(whole[0]) < 2:
        return ChiSquare(None, n=len(whole), why=Undefined.NO_CASES)
    answers = np.array(whole, dtype=float)
    k, columns, people = answers.shape[1], answers.sum(axis=0), answers.sum(axis=1)
    total = float(people.sum())
    below = k * total - float((people**2).sum())
    if not below:
        return ChiSquare(None, n=len(whole), why=Undefined.NO_CHANGE)
    q = (k - 1) * (k * float((columns**2).sum()) - total**2) / below
    return ChiSquare(q, k - 1, chi2_p(q, k - 1), n=len(whole))
