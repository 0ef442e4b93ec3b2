"""How far two observers of the same lessons agree."""

from collections.abc import Iterator

from exports.agreements import Comparisons, compare
from exports.findings.finding import Effect, Finding, Forest, Number, Topic
from exports.findings.material import Study
from exports.findings.phrasing import apa, in_r, labelled, share_part, share_words, value_part
from exports.item_agreement import ItemAgreement
from exports.statistics.outcome import Undefined
from exports.statistics.proportions import Share, share
from exports.wording import Words, say
from instruments.wording import Text

MODEL = in_r(
    say("Share of equal codes with Wilson's interval; Cohen's kappa, PABAK and AC1 item by item."),
    "irr::kappa2()",
)
LOW = say("Kappa is low where nearly every code is the same, even if observers agree.")


def observers(study: Study) -> Iterator[Finding]:
    """Say how far two observers of the same lessons agree."""
    for one in compare(study.source):
        yield _agreement(one)


def _agreement(one: Comparisons) -> Finding:
    items = tuple(one.items())
    n, equal = sum(item.n for item in items), sum(item.equal for item in items)
    whole = share(equal, n)
    lessons = len({meeting.lesson for meeting in one.meetings})
    return Finding(
        key=f"{Topic.OBSERVERS}.{one.instrument}",
        topic=Topic.OBSERVERS,
        instrument=one.instrument,
        code="",
        question=say("Do two observers of the same lesson agree?"),
        subject=say("All items together"),
        answer=_answer(equal, n, lessons),
        apa=_line(whole, [item.kappa for item in items if item.kappa is not None]),
        n=lessons,
        missing=say(
            "Only codes that both observers gave are compared ({n}); lessons of one observer and "
            "training lessons are left out.",
            n=n,
        ),
        model=MODEL,
        numbers=tuple(_numbers(items, whole, lessons)),
        warnings=(LOW,) if n else (),
        drawings=tuple(_kappas(items)),
        why=None if n else Undefined.ONE_RATER,
    )


def _kappas(items: tuple[ItemAgreement, ...]) -> Iterator[Forest]:
    """Draw the items that have a kappa; nothing where none has."""
    effects = tuple(
        Effect(item.label, item.n, item.kappa, item.kappa_ci_l, item.kappa_ci_u)
        for item in items
        if item.kappa is not None
    )
    if effects:
        yield Forest(effects, say("Cohen's kappa"), is_effect=False)


def _numbers(items: tuple[ItemAgreement, ...], whole: Share, lessons: int) -> Iterator[Number]:
    yield Number("lessons", say("Lessons coded twice"), lessons, places=0)
    yield Number("x", say("Equal codes"), whole.x, places=0)
    yield Number("n", say("Codes compared"), whole.n, places=0)
    yield Number("share", say("Share of equal codes"), whole.share, whole.low, whole.high)
    for item in items:
        yield from _item_numbers(item)


def _item_numbers(item: ItemAgreement) -> Iterator[Number]:
    code = f"{item.track}.{item.item}" if item.track else item.item
    yield Number(f"n.{code}", labelled(item.item, say("codes compared")), item.n, places=0)
    yield Number(
        f"pct.{code}", labelled(item.item, say("equal, per cent")), item.pct_agree, places=1
    )
    yield Number(
        f"kappa.{code}",
        labelled(item.item, say("Cohen's kappa")),
        item.kappa,
        item.kappa_ci_l,
        item.kappa_ci_u,
        bounded=True,
    )
    for key, label, value in (
        ("pabak", labelled(item.item, say("PABAK")), item.bp),
        ("ac1", labelled(item.item, say("Gwet's AC1")), item.ac1),
        ("alpha", labelled(item.item, say("Krippendorff's alpha")), item.alpha),
    ):
        yield Number(f"{key}.{code}", label, value, bounded=True)


def _answer(equal: int, n: int, lessons: int) -> Words:
    if not n:
        return say("No lesson was coded by two observers, so their agreement is not known.")
    return say(
        "Two observers gave the same code in {share} of cases (lessons: {lessons}).",
        share=share_words(equal, n),
        lessons=lessons,
    )


def _line(whole: Share, known: list[float]) -> Text:
    if not whole.n:
        return Text()
    return apa(
        share_words(whole.x, whole.n).in_,
        share_part(whole.low, whole.high),
        value_part("κ min", min(known), bounded=True) if known else None,
        value_part("κ max", max(known), bounded=True) if known else None,
    )
