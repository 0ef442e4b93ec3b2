"""Why something cannot be said, in words."""

from collections.abc import Mapping

from exports.statistics.outcome import Undefined
from exports.wording import say
from instruments.wording import Message

TOO_FEW = say("there are too few cases")
ALIKE = say("all values are the same")
NO_FREEDOM = say("there are too few cases for this model")

REASONS: Mapping[Undefined, Message] = {
    Undefined.NO_CASES: say("there are no answers"),
    Undefined.NO_PAIRS: say("nothing was rated twice, nobody answered twice"),
    Undefined.FEW_UNITS: TOO_FEW,
    Undefined.ONE_RATER: say("there is only one rater"),
    Undefined.ONE_CATEGORY: ALIKE,
    Undefined.CONSTANT_RATER: say("a rater gave the same rating always"),
    Undefined.NO_VARIANCE: ALIKE,
    Undefined.NO_ERROR: say("nothing differs beyond a constant, so there is no error to test with"),
    Undefined.NOT_BINARY: say("there are other codes than yes and no"),
    Undefined.NOT_NUMBERS: say("the codes are no numbers"),
    Undefined.NEGATIVE: say("there are numbers below zero"),
    Undefined.NOBODY_SAID_IT: say("nobody gave this code"),
    Undefined.TOO_MANY_CATEGORIES: say("these are measurements, not categories"),
    Undefined.EMPTY_MARGIN: say("a row or a column of the table is empty"),
    Undefined.SAME_OUTCOME: ALIKE,
    Undefined.NO_CHANGE: say("nobody changed"),
    Undefined.ONE_GROUP: say("there is only one group"),
    Undefined.EMPTY_CELL: say("a group has nobody in one of the waves"),
    Undefined.SMALL_GROUP: say("a group has only one member"),
    Undefined.NEVER_AGAIN: say("no participant or class has more than one value"),
    Undefined.NO_DEGREES: NO_FREEDOM,
    Undefined.INFINITE: say("the value has no bound"),
    Undefined.ONE_CLUSTER: say("there are too few participants, classes or schools"),
    Undefined.COLLINEAR: say("a predictor follows from the others"),
    Undefined.SEPARATION: say("a predictor parts the outcomes completely"),
    Undefined.NO_CONVERGENCE: say("the computation did not settle"),
    Undefined.TOO_MANY_CASES: say("there are too many cases to count them all"),
    Undefined.ONE_OCCASION: say("there is only one wave with answers"),
    Undefined.TWO_OCCASIONS: say("there are only two waves"),
    Undefined.FEW_ITEMS: say("there are too few items that vary"),
    Undefined.SINGULAR: NO_FREEDOM,
    Undefined.NOT_CONNECTED: say("nobody answered in both waves"),
    Undefined.HEYWOOD: say("an item has no residual: the estimate lies on its edge"),
}


def because(why: Undefined | None) -> Message:
    """Give the reason in words."""
    return REASONS[why] if why else TOO_FEW
