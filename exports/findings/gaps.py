"""Where the gaps are: scores by scale and wave, and the items that were skipped most."""

from collections.abc import Iterator
from dataclasses import dataclass

from exports.findings.finding import Counts, Drawing, Finding, Number, Shares, Topic
from exports.findings.growth import Grown
from exports.findings.material import Study
from exports.findings.number_sets import share_number, share_of
from exports.findings.phrasing import in_r, joined_words, labelled, share_words
from exports.statistics.outcome import Undefined
from exports.statistics.proportions import share
from exports.wording import Words, say
from instruments.definitions import Item, Kind
from instruments.records import Wave
from instruments.wording import Text

MOST = 5
"""Items that are listed."""


@dataclass(frozen=True)
class Lacking:
    """Of a scale in a wave: how many scores are not there, None where it was not asked."""

    scale: Grown
    wave: Wave
    absent: int
    """Nobody came to be asked."""
    unscored: int
    """Too many items were skipped."""
    asked: bool

    @property
    def missing(self) -> int:
        """Count the scores that are not there, whatever the reason."""
        return self.absent + self.unscored


@dataclass(frozen=True)
class Skipped:
    """How many of those who were asked an item left it blank."""

    item: Item
    blank: int
    asked: int


def gaps(study: Study, key: str, scales: list[Grown]) -> Finding:
    """Count missing scores by scale and wave, and name the items skipped most."""
    waves = [one.wave for one in study.summary(key).answered]
    grid = [[_lacking(study, key, one, wave) for wave in waves] for one in scales]
    cells = [cell for row in grid for cell in row if cell.asked]
    skipped = _skipped(study, key)
    return Finding(
        key=f"{Topic.PARTICIPATION}.{key}.gaps",
        topic=Topic.PARTICIPATION,
        instrument=key,
        code="",
        question=say("Where are the gaps?"),
        subject=say("What is missing: {title}", title=study.summary(key).instrument.title),
        answer=_answer(cells, len(study.asked_of(key)), skipped),
        apa=Text(),
        n=len(cells) * len(study.asked_of(key)),
        missing=say(
            "A score is missing where no record came or where too many items were skipped; an "
            "item is skipped where it was asked and left blank."
        ),
        model=in_r(say("Counts; Wilson's interval of a share."), "prop.test(correct = FALSE)"),
        numbers=(*_by_cell(cells), *_by_item(skipped[:MOST])),
        warnings=tuple(_warnings(grid)),
        drawings=_drawings(grid, waves, skipped[:MOST]),
        why=None if cells and study.asked_of(key) else Undefined.NO_CASES,
    )


def _lacking(study: Study, key: str, one: Grown, wave: Wave) -> Lacking:
    there = len(study.present(key).get(wave.key, ()))
    found = study.summary(key).scale_in(one.scale.code, wave.key)
    asked = found is not None or not there
    unscored = found.unscored if found else 0
    people = len(study.asked_of(key))
    scored = len(found.scores) if found else 0
    absent = max(people - scored - unscored, 0) if asked else 0
    return Lacking(one, wave, absent, unscored, asked)


def _skipped(study: Study, key: str) -> list[Skipped]:
    """Give the items that somebody skipped, the most skipped first."""
    found: dict[str, Skipped] = {}
    for one in study.summary(key).items:
        if one.item.kind is not Kind.MULTIPLE:
            before = found.get(one.item.code, Skipped(one.item, 0, 0))
            blank = before.blank + one.asked - one.answered
            found[one.item.code] = Skipped(one.item, blank, before.asked + one.asked)
    some = [one for one in found.values() if one.blank]
    return sorted(some, key=lambda one: -one.blank)


def _answer(cells: list[Lacking], people: int, skipped: list[Skipped]) -> Words:
    if not cells or not people:
        return say("Nobody is asked, or there is no scale.")
    lost = say("No score is missing: {cells} were expected.", cells=len(cells) * people)
    missing = sum(one.missing for one in cells)
    if missing:
        lost = say(
            "Of {cells} expected scores {missing} are missing: no record came for {absent}, too "
            "many items were skipped for {unscored}.",
            cells=len(cells) * people,
            missing=missing,
            absent=sum(one.absent for one in cells),
            unscored=sum(one.unscored for one in cells),
        )
    if not skipped:
        return joined_words((lost, say("No item was skipped.")))
    first, items = skipped[0], len(skipped)
    most = say(
        "Items that anybody skipped: {items}; most often “{item}”, {share}.",
        items=items,
        item=first.item.label,
        share=share_words(first.blank, first.asked),
    )
    return joined_words((lost, most))


def _by_cell(cells: list[Lacking]) -> Iterator[Number]:
    for one in cells:
        code, wave = one.scale.scale.code, one.wave.key
        at = say("{scale}, {wave}", scale=one.scale.scale.name, wave=one.wave.label)
        yield Number(f"absent.{code}.{wave}", labelled(at, say("no record")), one.absent, places=0)
        yield Number(
            f"unscored.{code}.{wave}",
            labelled(at, say("too many items skipped")),
            one.unscored,
            places=0,
        )


def _by_item(skipped: list[Skipped]) -> Iterator[Number]:
    for one in skipped:
        name, found = one.item.label, share(one.blank, one.asked)
        yield Number(
            f"skipped.{one.item.code}", labelled(name, say("skipped")), one.blank, places=0
        )
        yield Number(f"asked.{one.item.code}", labelled(name, say("asked")), one.asked, places=0)
        label = labelled(name, say("share skipped"))
        yield share_number(f"skipped_share.{one.item.code}", label, found)


def _warnings(grid: list[list[Lacking]]) -> Iterator[Words]:
    for one in (cell for row in grid for cell in row if not cell.asked):
        yield say(
            "“{scale}” was not asked in “{wave}”: nothing is missing there.",
            scale=one.scale.scale.name,
            wave=one.wave.label,
        )


def _drawings(
    grid: list[list[Lacking]], waves: list[Wave], skipped: list[Skipped]
) -> tuple[Drawing, ...]:
    drawn: list[Drawing] = []
    if any(cell.missing for row in grid for cell in row):
        drawn.append(
            Counts(
                tuple(row[0].scale.scale.name for row in grid),
                tuple(wave.label for wave in waves),
                tuple(tuple(cell.missing for cell in row) for row in grid),
            )
        )
    if skipped:
        shares = (share_of(one.item.label, share(one.blank, one.asked)) for one in skipped)
        drawn.append(Shares(tuple(shares)))
    return tuple(drawn)
