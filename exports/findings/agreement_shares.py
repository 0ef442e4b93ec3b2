"""How many agree with each statement: the two highest choices, wave by wave."""

from collections.abc import Iterator, Sequence

from exports.findings.finding import Choices, ChoicesAt, Finding, Number, Shares, Topic
from exports.findings.material import Study
from exports.findings.number_sets import share_number, share_of
from exports.findings.phrasing import each, in_r, labelled, listed, share_part, share_words
from exports.statistics.grim import grim_percentages
from exports.statistics.outcome import Undefined
from exports.statistics.proportions import Share, share
from exports.summary import ItemInWave
from exports.wording import Words, say
from instruments.definitions import Choice, Item, Kind
from instruments.wording import Language, Text

InWaves = Sequence[tuple[ItemInWave, Share]]

FEW_CHOICES = 3
"""With so few choices the two highest are nearly all."""
ANY_BASE = range(1, 201)
"""How many people a printed percentage is tried with."""


def agreed(study: Study, key: str) -> Iterator[Finding]:
    """Give the share of agreement with every Likert item."""
    summary = study.summary(key)
    reverse = {code for scale in summary.instrument.scales for code in scale.reverse}
    for item in summary.instrument.answered_items:
        if item.kind is Kind.LIKERT and not item.personal and len(item.choices) > FEW_CHOICES:
            waves = [one for one in summary.items if one.item.code == item.code]
            yield _finding(key, item, waves, item.code in reverse)


def _finding(key: str, item: Item, waves: Sequence[ItemInWave], is_reverse: bool) -> Finding:
    found = [(one, share(one.top_two, one.answered)) for one in waves if one.answered]
    reverse = say("Reverse-keyed: to agree is to score low on its scale.")
    answered = sum(one.answered for one in waves)
    return Finding(
        key=f"{Topic.ITEMS}.{key}.{item.code}",
        topic=Topic.ITEMS,
        instrument=key,
        code=item.code,
        question=say("How many agree?"),
        subject=item.label,
        answer=_answer(item, found),
        apa=_lines(found),
        n=answered,
        missing=say(
            "{answered} of {asked} who were asked answered; the others are left out.",
            answered=answered,
            asked=sum(one.asked for one in waves),
        ),
        model=in_r(
            say(
                "The two highest choices of those who answered, Wilson's interval "
                "without correction."
            ),
            "prop.test(x, n, correct = FALSE)",
        ),
        numbers=tuple(_numbers(found)),
        warnings=(reverse,) if is_reverse else (),
        drawings=_drawings(item, found),
        why=None if found else Undefined.NO_CASES,
    )


def _in_order(item: Item) -> list[Choice]:
    """Give the choices from the lowest to the highest."""
    return sorted(item.choices, key=lambda choice: int(choice.code))


def _drawings(item: Item, found: InWaves) -> tuple[Shares, Choices]:
    order = _in_order(item)
    codes = [choice.code for choice in order]
    return (
        Shares(tuple(share_of(one.wave.label, part) for one, part in found)),
        Choices(
            tuple(choice.label for choice in order),
            tuple(
                ChoicesAt(one.wave.label, tuple(map(one.number, codes)), one.answered)
                for one, _ in found
            ),
        ),
    )


def _answer(item: Item, found: InWaves) -> Words:
    if not found:
        return say("Nobody answered “{item}”.", item=item.label)
    top = [choice.label for choice in _in_order(item)[-2:]]
    return say(
        "“{first}” or “{second}” was chosen by: {shares}.",
        first=top[0],
        second=top[-1],
        shares=listed((one.wave.label, share_words(part.x, part.n)) for one, part in found),
    )


def _lines(found: InWaves) -> Text:
    def line(one: ItemInWave, part: Share, language: Language) -> str:
        counted = share_words(part.x, part.n).in_(language)
        interval = share_part(part.low, part.high)(language)
        return f"{one.wave.label.in_(language)}: {counted} {interval}"

    return each(lambda language: "\n".join(line(*one, language) for one in found))


def _numbers(found: InWaves) -> Iterator[Number]:
    for one, part in found:
        wave = one.wave
        yield Number(f"x.{wave.key}", labelled(wave.label, say("Agree")), part.x, places=0)
        yield Number(f"n.{wave.key}", labelled(wave.label, say("Answered")), part.n, places=0)
        label = labelled(wave.label, say("Share who agree"))
        yield share_number(f"share.{wave.key}", label, part)


def grim_note(printed: Sequence[str], n: int) -> Words:
    """Say whether printed percentages can be of n people, and of how many they can be.

    Raises ValueError as `statistics.grim` does.
    """
    found = grim_percentages(printed, [*{n, *ANY_BASE}])
    values = {"printed": ", ".join(f"{one.strip().removesuffix('%').strip()}%" for one in printed)}
    if found[n]:
        return say("{printed} can be of {n} people.", n=n, **values)
    possible = [size for size in sorted(found) if found[size]]
    near = sorted(sorted(possible, key=lambda size: (abs(size - n), size))[:3])
    if not near:
        return say("{printed} cannot be of {n} people, nor of any number up to 200.", n=n, **values)
    return say(
        "{printed} cannot be of {n} people; they can be of {near}.",
        n=n,
        near=", ".join(map(str, near)),
        **values,
    )
