"""Tables of how far observers agree: by item, by pair, wave and month, and with a master."""

from collections.abc import Iterator, Sequence
from operator import attrgetter

from exports.agreements import MONTH, PAIR, WAVE, Comparisons, compared
from exports.certificates import Certificate, certified
from exports.chunks import Row
from exports.coding import Codings
from exports.columns import CellKind, Column
from exports.item_agreement import ItemAgreement
from exports.observed_lesson import INSTRUMENT, ITEM, OBSERVER, TRACK, VERSION, VISIT
from exports.observed_lesson import WAVE as IN_WAVE
from exports.table import Table
from exports.wording import say

LESSONS = Column("n_lessons", CellKind.INTEGER, say("Lessons that two observers coded"))
N = Column("n", CellKind.INTEGER, say("Codes that both gave: one per lesson, or per interval"))
POSITIVE = Column(
    "positive", CellKind.NUMBER, say("Agreement on what was seen, joint absences aside")
)
SUMMARY = (
    ITEM,
    N,
    Column("pct_agree", CellKind.NUMBER, say("Percentage of equal codes")),
    Column("pct_adj", CellKind.NUMBER, say("Percentage of codes at most one level apart")),
    Column("kappa", CellKind.NUMBER, say("Cohen's kappa")),
    Column("kappa_ci_l", CellKind.NUMBER, say("Kappa: lower end of the 95 % interval")),
    Column("kappa_ci_u", CellKind.NUMBER, say("Kappa: upper end of the 95 % interval")),
    Column("wkappa_quadratic", CellKind.NUMBER, say("Weighted kappa, squared distances")),
    Column("ac1", CellKind.NUMBER, say("Gwet's AC1")),
    Column("bp", CellKind.NUMBER, say("Brennan and Prediger's coefficient; of two codes PABAK")),
    Column("icc21", CellKind.NUMBER, say("ICC(2,1): one observer, absolute agreement")),
    Column("icc2k", CellKind.NUMBER, say("ICC(2,k): mean of the observers, absolute agreement")),
    Column("prevalence", CellKind.NUMBER, say("Prevalence index: (both yes - both no) / n")),
    Column("bias", CellKind.NUMBER, say("Bias index: (only first yes - only second yes) / n")),
    POSITIVE,
    Column("negative", CellKind.NUMBER, say("Agreement on what was not seen")),
    Column(
        "alpha", CellKind.NUMBER, say("Krippendorff's alpha at the item's level of measurement")
    ),
    Column("measure", CellKind.CODE, say("Level of measurement: nominal, ordinal or number")),
    TRACK,
    LESSONS,
    INSTRUMENT,
    Column("why", CellKind.CODE, say("Why a figure is missing: its name and the reason")),
)
IN_ORDER = attrgetter(*(column.name for column in SUMMARY[1:17]))
GROUPS = (
    Column("by", CellKind.CODE, say("How lessons are grouped: pair of observers, wave or month")),
    Column("group", CellKind.CODE, say("Pair of observers, wave or month")),
    LESSONS,
    N,
    Column("n_equal", CellKind.INTEGER, say("Equal codes")),
    Column(
        "n_near",
        CellKind.INTEGER,
        say("Equal codes, or levels as near as the instrument allows"),
    ),
    Column("share_equal", CellKind.NUMBER, say("Share of equal codes")),
    Column("low", CellKind.NUMBER, say("Lower end of the 95 % interval (Wilson)")),
    Column("high", CellKind.NUMBER, say("Upper end of the 95 % interval (Wilson)")),
    POSITIVE,
    INSTRUMENT,
)
CERTIFICATES = (
    OBSERVER,
    VISIT,
    Column("date", CellKind.DATE, say("Date")),
    Column("master_id", CellKind.TEXT, say("Who gave the master codes")),
    Column("n", CellKind.INTEGER, say("Master codes")),
    Column("n_left_open", CellKind.INTEGER, say("Of these left open by the observer")),
    *GROUPS[4:6],
    Column("share_near", CellKind.NUMBER, say("Share of equal or near codes")),
    *GROUPS[7:9],
    POSITIVE,
    Column("threshold", CellKind.NUMBER, say("Share that the instrument asks for")),
    Column("within", CellKind.INTEGER, say("Levels at most so far apart are near")),
    Column("passed", CellKind.FLAG, say("Whether the share reaches what the instrument asks for")),
    IN_WAVE,
    INSTRUMENT,
    VERSION,
)


def agreement_tables(codings: Sequence[Codings], training: frozenset[str]) -> Iterator[Table]:
    """Build what agreement comes to; no table without anybody who can agree."""
    found = [compared(one, training) for one in codings]
    if any(one.meetings for one in found):
        yield Table("irr_summary", SUMMARY, (_summary(row) for one in found for row in one.items()))
        yield Table("irr_groups", GROUPS, _group_rows(found))
    if training:
        every = (_certificate(row) for one in codings for row in certified(one))
        yield Table("irr_certificates", CERTIFICATES, every)


def _summary(one: ItemAgreement) -> Row:
    why = "; ".join(f"{name}={reason}" for name, reason in sorted(one.why.items()))
    place = (str(one.measure), one.track or None, one.lessons, one.instrument)
    return (one.item, *IN_ORDER(one), *place, why or None)


def _group_rows(found: Sequence[Comparisons]) -> Iterator[Row]:
    for comparisons in found:
        for by in (PAIR, WAVE, MONTH):
            for one in comparisons.groups(by):
                counts = (one.lessons, one.n, one.x, one.near)
                shares = (one.share, one.low, one.high, one.positive)
                yield (by, one.group or None, *counts, *shares, one.instrument)


def _certificate(one: Certificate) -> Row:
    return (
        one.observer or None,
        one.lesson,
        one.day or None,
        one.master or None,
        one.n,
        one.left_open,
        one.equal,
        one.near,
        one.share_near,
        one.low,
        one.high,
        one.positive,
        one.threshold or None,
        one.within,
        None if one.passed is None else int(one.passed),
        one.wave,
        one.instrument,
        one.version,
    )
