"""Cases for linear mixed models, and the same model done the long way: cases by cases."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Cases:
    """Outcomes, predictors with their 1, and levels of every factor."""

    y: list[float]
    x: list[list[float]]
    factors: dict[str, list[str]]


def drawn(seed: int, kind: str, cases: int = 60) -> Cases:
    """Draw cases in one factor, in nested ones, in crossed ones; some levels have few cases."""
    of = np.random.default_rng(seed)
    school = of.integers(0, 4, cases)
    teacher = school * 10 + of.integers(0, 4, cases)
    rater = of.integers(0, 7, cases)
    factors = {
        "one": {"teacher": teacher},
        "nested": {"school": school, "teacher": teacher},
        "crossed": {"teacher": teacher, "rater": rater},
        "three": {"school": school, "teacher": teacher, "rater": rater},
    }[kind]
    x = np.column_stack([np.ones(cases), of.integers(0, 2, cases), of.normal(50, 4, cases)])
    y = x @ [2, 0.7, 0.2] + of.normal(0, 1, cases)
    for levels in factors.values():
        y = y + of.normal(0, 1.2, 100)[levels]
    named = {name: [f"L{one}" for one in levels] for name, levels in factors.items()}
    return Cases([float(one) for one in y], [[*map(float, row)] for row in x], named)


class Dense:
    """A model at given variances, with matrices of cases by cases; the residual's is the last."""

    def __init__(self, cases: Cases, phi: list[float]) -> None:
        self.y, self.x, self.phi = np.array(cases.y), np.array(cases.x), np.array(phi)
        labels = [np.array(levels) for levels in cases.factors.values()]
        self.g = [(one[:, None] == one[None, :]).astype(float) for one in labels]
        self.g.append(np.eye(len(self.y)))
        self.v = sum(part * g for part, g in zip(phi, self.g, strict=True))
        self.inverse = np.linalg.inv(self.v)
        self.information = self.x.T @ self.inverse @ self.x
        self.c = np.linalg.inv(self.information)
        self.b = self.c @ self.x.T @ self.inverse @ self.y
        self.p = self.inverse - self.inverse @ self.x @ self.c @ self.x.T @ self.inverse

    def deviance(self, is_reml: bool) -> float:
        n, p = self.x.shape
        log_v, log_x = (np.linalg.slogdet(one)[1] for one in (self.v, self.information))
        left = float(self.y @ self.p @ self.y)
        spread = (n - p if is_reml else n) * np.log(2 * np.pi)
        return float(log_v + left + spread + (log_x if is_reml else 0.0))

    def curvature(self) -> np.ndarray:
        """Give the second derivatives of the deviance of REML."""
        pulled = [self.p @ g for g in self.g]
        py = self.p @ self.y
        return np.array(
            [
                [2 * py @ g @ other @ py - np.trace(one @ other) for other in pulled]
                for g, one in zip(self.g, pulled, strict=True)
            ]
        )

    def satterthwaite(self, row: list[float]) -> float:
        """Give the freedom of a combination of coefficients."""
        pull = self.inverse @ self.x @ self.c @ np.array(row)
        slope = np.array([pull @ g @ pull for g in self.g])
        variance = float(row @ self.c @ row)
        return float(2 * variance**2 / (slope @ (2 * np.linalg.inv(self.curvature())) @ slope))

    def kenward_roger(self) -> np.ndarray:
        """Give the adjusted covariance of the coefficients."""
        pulled = [self.p @ g for g in self.g]
        weights = 2 * np.linalg.inv([[np.trace(a @ b) for b in pulled] for a in pulled])
        first = [self.x.T @ self.inverse @ g @ self.inverse @ self.x for g in self.g]
        inner = np.zeros_like(self.c)
        for one, g in enumerate(self.g):
            for other, h in enumerate(self.g):
                both = self.x.T @ self.inverse @ g @ self.inverse @ h @ self.inverse @ self.x
                inner += weights[one, other] * (both - first[one] @ self.c @ first[other])
        return self.c + 2 * self.c @ inner @ self.c
