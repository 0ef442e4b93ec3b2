"""How the items of a scale hang together, wave by wave."""

from collections.abc import Iterator, Mapping, Sequence

from exports.findings.finding import Drawing, Effect, Finding, Forest, Number, Topic
from exports.findings.material import Codes, Keyed, OfVersion, Study
from exports.findings.phrasing import (
    Part,
    apa,
    in_r,
    joined_words,
    labelled,
    listed,
    n_part,
    stacked,
    value_part,
    within_part,
)
from exports.findings.reasons import because
from exports.statistics.consistency import Consistency, consistency
from exports.statistics.outcome import Undefined
from exports.wording import Words, say
from instruments.definitions import Scale
from instruments.records import Wave
from instruments.wording import Text

LOW = 0.7
"""Below this alpha a scale's sum says little of one person."""
FEW_FOR_INVARIANCE = 100
"""With fewer complete cases a test of invariance has no power (Meade & Bauer 2007)."""
InWaves = list[tuple[Wave, Consistency]]


def reliability(study: Study, key: str, scale: Scale) -> Finding:
    """Give alpha, omega and item-rest correlations of a scale in every wave."""
    kept = study.items(key).keyed.get(scale.code, {})
    rows = {wave.key: [*kept[wave.key].values()] for wave in study.waves if wave.key in kept}
    items = {wave: _answered(_shared(several), several) for wave, several in rows.items()}
    found: InWaves = [
        (wave, consistency(_columns(rows[wave.key], items[wave.key])))
        for wave in study.waves
        if wave.key in rows
    ]
    first = next((one for _, one in found if one.listwise.value is not None), None)
    reason = next((one.listwise.why for _, one in found), Undefined.NO_CASES)
    return Finding(
        key=f"{Topic.RELIABILITY}.{key}.{scale.code}",
        topic=Topic.RELIABILITY,
        instrument=key,
        code=scale.code,
        question=say("Do the items of the scale hang together?"),
        subject=scale.name,
        answer=_answer(scale, found, reason),
        apa=_lines(found),
        n=max((one.listwise.n for _, one in found), default=0),
        missing=_missing_words(found),
        model=_model_words(scale),
        numbers=tuple(_numbers(items, found)),
        warnings=(
            *_left_out(study, scale, rows, items),
            *_warnings(study, key, found, items),
        ),
        drawings=_drawings(found),
        why=None if first else reason,
    )


def _shared(rows: Sequence[OfVersion]) -> Codes:
    """List the items that the scale has in every version that is met, in the first one's order."""
    first, *others = dict.fromkeys(row.codes for row in rows)
    return tuple(code for code in first if all(code in codes for codes in others))


def _answered(shared: Codes, rows: Sequence[OfVersion]) -> Codes:
    """Keep the items that somebody answered; a version may not ask them all in every wave."""
    columns = zip(*_columns(rows, shared), strict=True)
    there = [any(one is not None for one in column) for column in columns]
    return tuple(code for code, one in zip(shared, there, strict=True) if one) or shared


def _columns(rows: Sequence[OfVersion], codes: Codes) -> list[Keyed]:
    """Read the answers to some items, a row per person."""
    places = {row.codes: [row.codes.index(code) for code in codes] for row in rows}
    return [tuple(row.answers[place] for place in places[row.codes]) for row in rows]


def _missing_words(found: InWaves) -> Words:
    if not found:
        return say("Nobody answered an item of this scale.")
    return say(
        "Complete cases only: {cases} of those who answered any item ({answered}).",
        cases=listed((wave.label, str(one.complete)) for wave, one in found),
        answered=listed((wave.label, str(one.n)) for wave, one in found),
    )


def _model_words(scale: Scale) -> Words:
    return in_r(
        say(
            "Items: {items}, reverse-keyed: {reverse}. Cronbach's alpha over "
            "complete cases of a wave with Feldt's interval; McDonald's omega of "
            "one factor by maximum likelihood.",
            items=len(scale.items),
            reverse=len(scale.reverse),
        ),
        "psych::alpha(na.omit(items)), lavaan::cfa(std.lv = TRUE)",
    )


def _answer(scale: Scale, found: InWaves, reason: Undefined | None) -> Words:
    values = [one.listwise.value for _, one in found if one.listwise.value is not None]
    if not values:
        return say(
            "“{scale}”: alpha cannot be given: {reason}.",
            scale=scale.name,
            reason=because(reason),
        )
    alphas = listed(
        (wave.label, apa(value_part("α", one.listwise.value, bounded=True)))
        for wave, one in found
        if one.listwise.value is not None
    )
    if min(values) < LOW:
        return say(
            "“{scale}”: in some wave the items hang together weakly ({alphas}).",
            scale=scale.name,
            alphas=alphas,
        )
    return say(
        "“{scale}”: the items hang together well ({alphas}).", scale=scale.name, alphas=alphas
    )


def _lines(found: InWaves) -> Text:
    lines = []
    for wave, one in found:
        alpha, omega = one.listwise, one.omega
        if alpha.value is None:
            continue
        parts: list[Part | None] = [
            value_part("α", alpha.value, bounded=True),
            within_part(alpha.low, alpha.high, bounded=True),
            value_part("ω", omega.value, bounded=True) if omega.value is not None else None,
            n_part(alpha.n),
        ]
        lines.append((wave.label, apa(*parts)))
    return stacked(lines)


def _numbers(items: Mapping[str, Codes], found: InWaves) -> Iterator[Number]:
    for wave, one in found:
        key, at = wave.key, wave.label
        alpha, within = one.listwise, (one.listwise.low, one.listwise.high)
        yield Number(f"n.{key}", labelled(at, say("Complete cases")), alpha.n, places=0)
        for name, label, value, limits in (
            ("alpha", say("Cronbach's alpha"), alpha.value, within),
            ("omega", say("McDonald's omega"), one.omega.value, (None, None)),
            ("mean_r", say("Mean correlation of items"), alpha.mean_r, (None, None)),
        ):
            yield Number(f"{name}.{key}", labelled(at, label), value, *limits, bounded=True)
        yield from _item_numbers(items[wave.key], wave, one)


def _item_numbers(codes: Codes, wave: Wave, one: Consistency) -> Iterator[Number]:
    for code, fit in zip(codes, one.items, strict=True):
        values = {"code": code, "wave": wave.label}
        for name, label, value in (
            ("item_rest", say("{code} with the rest, {wave}", **values), fit.item_rest_r.value),
            ("without", say("alpha without {code}, {wave}", **values), fit.alpha_if_dropped.value),
        ):
            yield Number(f"{name}.{code}.{wave.key}", label, value, bounded=True)


def _left_out(
    study: Study, scale: Scale, rows: Mapping[str, list[OfVersion]], items: Mapping[str, Codes]
) -> Iterator[Words]:
    """Name the items of a wave that alpha is not of."""
    for wave in study.waves:
        if wave.key not in rows:
            continue
        known = dict.fromkeys(code for row in rows[wave.key] for code in row.codes)
        apart = [code for code in known if code not in _shared(rows[wave.key])]
        used = {*items[wave.key], *apart}
        if unanswered := [code for code in scale.items if code not in used]:
            yield say(
                "{wave}: nobody answered these items, so that alpha is of the others: {items}.",
                wave=wave.label,
                items=", ".join(unanswered),
            )
        if apart:
            yield say(
                "{wave}: only some of the versions that were answered have these items, so that "
                "alpha is of the others: {items}.",
                wave=wave.label,
                items=", ".join(apart),
            )


def _warnings(
    study: Study, key: str, found: InWaves, items: Mapping[str, Codes]
) -> Iterator[Words]:
    for wave, one in found:
        yield from _about_items(items[wave.key], wave, one)
    most = max((one.complete for _, one in found), default=0)
    if len(found) > 1 and most < FEW_FOR_INVARIANCE:
        yield say(
            "Whether the scale measures the same in every wave (measurement invariance) cannot be "
            "tested: a factor model over waves needs some {few} participants, here {n}.",
            n=most,
            few=FEW_FOR_INVARIANCE,
        )
    asked = {one.wave.key for one in study.summary(key).answered if one.answered}
    never = [wave.label for wave in study.waves if wave.key in asked - {w.key for w, _ in found}]
    if never:
        yield say("Not asked in: {waves}.", waves=joined_words(never, ", "))


def _about_items(codes: Codes, wave: Wave, one: Consistency) -> Iterator[Words]:
    if one.dropped:
        yield say(
            "{wave}: everybody answered alike, so that these items are left out: {items}.",
            wave=wave.label,
            items=", ".join(codes[place] for place in one.dropped),
        )
    if one.omega.why is Undefined.HEYWOOD:
        yield say(
            "{wave}: omega is withheld: an item has no residual (Heywood case), which happens "
            "with few participants.",
            wave=wave.label,
        )
    fits = zip(codes, one.items, strict=True)
    negative = [code for code, fit in fits if (fit.item_rest_r.value or 0.0) < 0]
    if negative:
        yield say(
            "{wave}: these items go against the rest of the scale: {items}. Is one of them "
            "reverse-keyed?",
            wave=wave.label,
            items=", ".join(negative),
        )


def _drawings(found: InWaves) -> tuple[Drawing, ...]:
    effects = tuple(
        Effect(wave.label, one.listwise.n, one.listwise.value, one.listwise.low, one.listwise.high)
        for wave, one in found
    )
    return (Forest(effects, say("Cronbach's alpha"), is_effect=False),)
