"""The figures of the report, drawn from a summary."""

from collections.abc import Iterator

from reportlab.graphics.shapes import Drawing

from exports.figures import LikertBar, LikertRow, likert_bars
from exports.summary import Summary
from instruments.definitions import Item, Kind, Section, opened
from instruments.wording import Language, Text, catalogue

ROWS_ON_A_PAGE = 9


def item_figures(summary: Summary, language: Language) -> Iterator[Drawing]:
    """Draw the Likert items section by section, reversed ones apart."""
    _ = catalogue("exports", language).gettext
    reverse = {code for scale in summary.instrument.scales for code in scale.reverse}
    for section in summary.instrument.sections:
        for title, items in _titled(section, language):
            plain = [item for item in items if item.code not in reverse]
            turned = [item for item in items if item.code in reverse]
            yield from _figures(summary, plain, title, language)
            apart = _("{section}: reversed items, where agreeing lowers the score")
            yield from _figures(summary, turned, apart.format(section=title), language)


def _titled(section: Section, language: Language) -> Iterator[tuple[str, list[Item]]]:
    """Give each group of alike items a title that no other figure of the section has."""
    groups = list(_alike(section))
    whole = section.title.in_(language)
    for number_, items in enumerate(groups, 1):
        if len(groups) == 1:
            yield whole, items
        elif len(items) == 1:
            yield f"{whole}: {items[0].label.in_(language)}", items
        else:
            yield f"{whole} ({number_}/{len(groups)})", items


def _alike(section: Section) -> Iterator[list[Item]]:
    """Group the Likert items of a section by their choices, from whichever list these are."""
    groups: dict[tuple[tuple[str, Text], ...], list[Item]] = {}
    for item in opened(section.items):
        if item.kind is Kind.LIKERT:
            choices = tuple((choice.code, choice.label) for choice in item.choices)
            groups.setdefault(choices, []).append(item)
    yield from groups.values()


def _figures(
    summary: Summary, items: list[Item], title: str, language: Language
) -> Iterator[Drawing]:
    rows = [(item, row) for item in items if (row := _row(summary, item, language))]
    parts = [rows[start : start + ROWS_ON_A_PAGE] for start in range(0, len(rows), ROWS_ON_A_PAGE)]
    for number_, some in enumerate(parts, 1):
        item = some[0][0]
        choices = sorted(item.choices, key=lambda choice: int(choice.code))
        yield likert_bars(
            f"{title} ({number_}/{len(parts)})" if len(parts) > 1 else title,
            _subtitle(len(choices), language),
            [choice.label.in_(language) for choice in choices],
            [row for _item, row in some],
        )


def _subtitle(choices: int, language: Language) -> str:
    """Say what is drawn; an even number of answers has no neutral one."""
    _ = catalogue("exports", language).gettext
    if choices % 2 == 0:
        return _(
            "Shares of the answers, the lower half left of the line, the upper half right of it. "
            "The numbers at the ends count them."
        )
    return _(
        "Shares of the answers, the neutral one in the middle. The numbers at the ends count "
        "those below and above it."
    )


def _row(summary: Summary, item: Item, language: Language) -> LikertRow | None:
    codes = sorted((choice.code for choice in item.choices), key=int)
    bars = [
        LikertBar(
            f"{wave.label.in_(language)}",
            tuple(found.counts.get(code, 0) for code in codes),
        )
        for wave in summary.waves
        if (found := summary.item_in(item.code, wave.key)) and found.answered
    ]
    return LikertRow(item.label.in_(language), tuple(bars)) if bars else None
