"""Whether two coders of the same segments give the same codes."""

from collections.abc import Iterator, Mapping

from exports.findings.codebook_of_talk import in_words
from exports.findings.finding import Finding, Number, Topic
from exports.findings.phrasing import apa, in_r, labelled, n_part, value_part
from exports.statistics.coding import CoderAgreement
from exports.statistics.outcome import Undefined
from exports.wording import Words, say
from instruments.definitions import TalkCode
from instruments.wording import Text


def coders_agree(
    key: str, title: Text, found: CoderAgreement, book: Mapping[str, TalkCode]
) -> Finding:
    """Say how far the two coders of a guide agree."""
    kappa = found.pooled.both.kappa
    return Finding(
        key=f"{Topic.TALK}.{key}.coders",
        topic=Topic.TALK,
        instrument=key,
        code="coders",
        question=say("Do two coders give the same codes?"),
        subject=title,
        answer=_answer(found),
        apa=_line(found),
        n=found.segments,
        missing=say("Segments that both coders read: {n}.", n=found.segments),
        model=in_r(
            say(
                "Cohen's kappa over segments and codes together; the mean share of "
                "common codes (Jaccard)."
            ),
            "irr::kappa2()",
        ),
        numbers=tuple(_numbers(found, book)),
        warnings=(say("Pooled kappa is helped by codes that both coders left out."),),
        why=None if kappa.value is not None else kappa.why or Undefined.NO_PAIRS,
    )


def _answer(found: CoderAgreement) -> Words:
    kappa = found.pooled.both.kappa
    if kappa.value is None:
        return say("The coders' agreement cannot be given: too few codes or segments.")
    return say(
        "Two coders gave exactly the same codes to {x} of {n} segments ({kappa} over all codes).",
        x=found.identical.x,
        n=found.identical.n,
        kappa=apa(value_part("κ", kappa.value, bounded=True)),
    )


def _line(found: CoderAgreement) -> Text:
    kappa = found.pooled.both.kappa
    if kappa.value is None:
        return Text()
    return apa(
        value_part("κ", kappa.value, bounded=True),
        value_part("Jaccard", found.mean_jaccard.value, bounded=True),
        n_part(found.segments),
    )


def _numbers(found: CoderAgreement, book: Mapping[str, TalkCode]) -> Iterator[Number]:
    kappa = found.pooled.both.kappa
    yield Number("kappa", say("Kappa, pooled"), kappa.value, kappa.low, kappa.high, bounded=True)
    yield Number("jaccard", say("Mean Jaccard"), found.mean_jaccard.value, bounded=True)
    yield Number("identical", say("Segments with the same codes"), found.identical.x, places=0)
    for code, one in found.codes.items():
        kappa = one.both.kappa
        label = labelled(in_words(code, book), say("kappa"))
        yield Number(f"kappa.{code}", label, kappa.value, kappa.low, kappa.high, bounded=True)
    for code, one in found.codes.items():
        label = labelled(in_words(code, book), say("Krippendorff's alpha"))
        yield Number(f"alpha.{code}", label, one.alpha.value, bounded=True)
    words = say("Krippendorff's alpha, pooled")
    yield Number("alpha", words, found.pooled.alpha.value, bounded=True)
