"""Sums of squares of people at several occasions, and what they say of the occasions."""

from dataclasses import dataclass

from exports.statistics.effects import Explained, eta2p_from_f
from exports.statistics.outcome import Undefined


@dataclass(frozen=True, slots=True)
class OccasionSquares:
    """What occasions, people and neither explain; 0 where floats leave next to nothing."""

    occasions: float
    people: float
    error: float

    @property
    def why_no_test(self) -> Undefined | None:
        """Say why there is nothing to divide by."""
        if self.error:
            return None
        return Undefined.NO_ERROR if self.occasions else Undefined.NO_VARIANCE

    @property
    def generalised_eta2(self) -> float:
        """Give the occasions' share of all squares (Olejnik & Algina 2003)."""
        return self.occasions / (self.occasions + self.people + self.error)

    def f(self, df1: int, df2: int) -> float:
        """Divide the mean square of occasions by that of the error."""
        return (self.occasions / df1) / (self.error / df2)

    def size(self, df1: int, df2: int, confidence: float) -> Explained:
        """Give the share that occasions explain beside the error, and p."""
        return eta2p_from_f(self.f(df1, df2), df1, df2, confidence)
