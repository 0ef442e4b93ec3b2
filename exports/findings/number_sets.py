"""Statistics as rows of numbers: the same names wherever the same statistic stands."""

from collections.abc import Iterator

from exports.findings.finding import Number, ShareOf
from exports.findings.phrasing import apa, labelled, p_part, plain, t_part, value_part, within_part
from exports.statistics.descriptives import Descriptives
from exports.statistics.estimates import Estimate
from exports.statistics.proportions import Share
from exports.statistics.two_groups import TwoGroups
from exports.wording import Words, say
from instruments.wording import Language, Text


def p_number(key: str, label: Words, value: float | None) -> Number:
    """Give a p."""
    return Number(key, label, value, places=3, bounded=True)


def share_of(name: Words, found: Share) -> ShareOf:
    """Give a share to draw."""
    return ShareOf(name, found.x, found.n, found.share, found.low, found.high)


def share_number(key: str, label: Words, found: Share) -> Number:
    """Give a share with its interval."""
    return Number(key, label, found.share, found.low, found.high)


def described_numbers(at: str, name: Words, found: Descriptives) -> Iterator[Number]:
    """Give n, mean and standard deviation of a wave or group; `at` is its key."""
    mean = found.mean, found.ci_low, found.ci_high
    yield Number(f"n.{at}", labelled(name, say("n")), found.n, places=0)
    yield Number(f"mean.{at}", labelled(name, say("Mean")), *mean)
    yield Number(f"sd.{at}", labelled(name, say("Standard deviation")), found.sd)


def estimate_numbers(one: Estimate, prefix: str = "") -> Iterator[Number]:
    """Give an estimate with its interval and test."""
    yield Number(f"{prefix}value", say("Estimate"), one.value, one.low, one.high)
    yield Number(f"{prefix}se", say("Standard error"), one.se)
    yield Number(f"{prefix}t", say("t"), one.t)
    yield Number(f"{prefix}df", say("Degrees of freedom"), one.df, places=1)
    yield p_number(f"{prefix}p", say("p"), one.p)


def estimate_line(one: Estimate, name: str = "b") -> Text:
    """Write an estimate for an article; nothing where it has no test."""
    if one.p is None:
        return Text()
    return apa(
        value_part(name, one.value),
        within_part(one.low, one.high),
        t_part(one.t, one.df),
        p_part(one.p),
    )


def group_numbers(found: TwoGroups) -> Iterator[Number]:
    """Give two groups: the second minus the first."""
    for name, label, one in (
        ("low", say("Low group"), found.first),
        ("high", say("High group"), found.second),
    ):
        yield Number(f"n.{name}", labelled(label, say("n")), one.n, places=0)
        yield Number(f"mean.{name}", labelled(label, say("mean")), one.mean)
        yield Number(f"sd.{name}", labelled(label, say("standard deviation")), one.sd)
    yield from estimate_numbers(found.welch)
    yield Number("d", say("Cohen's d"), found.d.value, found.d.low, found.d.high)
    yield Number("g", say("Hedges' g"), found.g.value, found.g.low, found.g.high)
    yield p_number("levene_p", say("p of Levene's test"), found.levene.p)
    yield Number("u", say("Mann and Whitney's U"), found.ranks.u, places=1)
    yield p_number("u_p", say("p of Mann and Whitney's test"), found.ranks.p_corrected)


def group_line(found: TwoGroups) -> Text:
    """Write two groups for an article."""
    if found.welch.p is None:
        return Text()
    high, low, welch = found.second, found.first, found.welch

    def start(language: Language) -> str:
        parts = [
            f"M = {plain(one.mean, language)} (SD = {plain(one.sd, language)}, n = {one.n})"
            for one in (high, low)
        ]
        return " – ".join(parts)

    return apa(
        start,
        t_part(welch.t, welch.df),
        p_part(welch.p),
        value_part("g", found.g.value),
        within_part(found.g.low, found.g.high),
    )
