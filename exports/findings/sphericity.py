"""When a classical analysis of variance is corrected for sphericity."""

FEW = 30
"""With fewer people they are corrected in any case: the test would not see it."""
SPHERICAL = 0.05
"""Below this p of Mauchly's test degrees of freedom are corrected."""


def is_corrected(n: float, mauchly_p: float | None) -> bool:
    """Say whether degrees of freedom are corrected by Greenhouse and Geisser."""
    return n < FEW or (mauchly_p or 0.0) < SPHERICAL
