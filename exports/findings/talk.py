"""Codes of what was said: how often, in which wave, by how many, together with what."""

from collections.abc import Iterator

from exports.findings.finding import Counts, Finding, Number, Topic
from exports.findings.material import Study
from exports.findings.phrasing import apa, in_r, labelled, listed, n_part, value_part
from exports.recorded import Recorded
from exports.sessions import codes_in, turns_of
from exports.statistics.coding import (
    CodeCount,
    CoderAgreement,
    co_occurrence,
    coder_agreement,
    count_codes,
)
from exports.statistics.outcome import Undefined
from exports.wording import Words, say
from instruments.definitions import About
from instruments.records import Wave
from instruments.wording import Text

MOST = 3
"""How many codes a sentence names."""


def talk(study: Study) -> Iterator[Finding]:
    """Count the first coder's codes of every guide, and compare two coders."""
    for key in study.keys_about(About.GROUP_SESSION):
        waves: list[str] = []
        people: list[str] = []
        first: list[tuple[str, ...]] = []
        second: list[tuple[str, ...]] = []
        coders = 0
        for record, turns, _, row in turns_of(Recorded(study.source, key)):
            if not turns.coded:
                continue
            coders = max(coders, len(turns.coded))
            waves.append(record.wave)
            people.append(str(turns.cell("speaker_pseudonym", row) or ""))
            for coder, item in zip((first, second), turns.coded, strict=False):
                coder.append(codes_in(row.get(item.code)))
        if not coders:
            continue
        yield _counted(study, key, first, waves, people)
        if coders > 1:
            yield _agreement(study, key, coder_agreement(first, second))


def _counted(
    study: Study, key: str, coded: list[tuple[str, ...]], waves: list[str], people: list[str]
) -> Finding:
    found = count_codes(coded, waves, people)
    together = co_occurrence(coded)
    there = [wave for wave in study.waves if wave.key in {*waves}]
    title = study.source.newest(key).title
    common = sorted(found, key=lambda one: (-one.segments, one.code))[:MOST]
    names = tuple(Text(one.code, one.code, one.code) for one in found)
    return Finding(
        key=f"{Topic.TALK}.{key}",
        topic=Topic.TALK,
        instrument=key,
        code="",
        question=say("What was said most, and when?"),
        subject=title,
        answer=say(
            "Coded segments: {segments}, codes: {codes}; most often: {common}.",
            segments=len(coded),
            codes=len(found),
            common=listed(
                (Text(one.code, one.code, one.code), str(one.segments)) for one in common
            ),
        )
        if found
        else say("No segment has a code yet."),
        apa=Text(),
        n=len(coded),
        missing=say("Segments without a code: {blank}.", blank=sum(not one for one in coded)),
        model=say("Counts of the first coder's codes; a code counts once in a segment. No test."),
        numbers=tuple(_numbers(found, together, there)),
        warnings=(say("So few segments carry no test of significance."),),
        drawings=(
            Counts(
                names,
                tuple(wave.label for wave in there),
                tuple(tuple(one.by_group.get(wave.key, 0) for wave in there) for one in found),
            ),
            Counts(
                names,
                names,
                tuple(
                    tuple(
                        one.segments
                        if one is other
                        else together.get((one.code, other.code), 0)
                        + together.get((other.code, one.code), 0)
                        for other in found
                    )
                    for one in found
                ),
            ),
        ),
        why=None if found else Undefined.NO_CASES,
    )


def _numbers(
    found: tuple[CodeCount, ...], together: dict[tuple[str, str], int], waves: list[Wave]
) -> Iterator[Number]:
    for one in found:
        code = one.code
        yield Number(f"segments.{code}", labelled(code, say("segments")), one.segments, places=0)
        yield Number(f"people.{code}", labelled(code, say("speakers")), one.people, places=0)
        for wave in waves:
            yield Number(
                f"segments.{code}.{wave.key}",
                say("{code}: segments, {wave}", code=code, wave=wave.label),
                one.by_group.get(wave.key, 0),
                places=0,
            )
    for (one_code, other), n in together.items():
        label = say("{one} with {other}: segments", one=one_code, other=other)
        yield Number(f"together.{one_code}.{other}", label, n, places=0)


def _agreement(study: Study, key: str, found: CoderAgreement) -> Finding:
    pooled = found.pooled.both
    kappa = pooled.kappa
    return Finding(
        key=f"{Topic.TALK}.{key}.coders",
        topic=Topic.TALK,
        instrument=key,
        code="coders",
        question=say("Do two coders give the same codes?"),
        subject=study.source.newest(key).title,
        answer=_coders(found),
        apa=apa(
            value_part("κ", kappa.value, bounded=True),
            value_part("Jaccard", found.mean_jaccard.value, bounded=True),
            n_part(found.segments),
        )
        if kappa.value is not None
        else Text(),
        n=found.segments,
        missing=say("Segments that both coders read: {n}.", n=found.segments),
        model=in_r(
            say(
                "Cohen's kappa over segments and codes together; the mean share of "
                "common codes (Jaccard)."
            ),
            "irr::kappa2()",
        ),
        numbers=(
            Number("kappa", say("Kappa, pooled"), kappa.value, kappa.low, kappa.high, bounded=True),
            Number("jaccard", say("Mean Jaccard"), found.mean_jaccard.value, bounded=True),
            Number("identical", say("Segments with the same codes"), found.identical.x, places=0),
            *(
                Number(
                    f"kappa.{code}",
                    labelled(code, say("kappa")),
                    one.both.kappa.value,
                    one.both.kappa.low,
                    one.both.kappa.high,
                    bounded=True,
                )
                for code, one in found.codes.items()
            ),
        ),
        warnings=(say("Pooled kappa is helped by codes that both coders left out."),),
        why=None if kappa.value is not None else kappa.why or Undefined.NO_PAIRS,
    )


def _coders(found: CoderAgreement) -> Words:
    if found.pooled.both.kappa.value is None:
        return say("The coders' agreement cannot be given: too few codes or segments.")
    return say(
        "Two coders gave exactly the same codes to {x} of {n} segments ({kappa} over all codes).",
        x=found.identical.x,
        n=found.identical.n,
        kappa=apa(value_part("κ", found.pooled.both.kappa.value, bounded=True)),
    )
