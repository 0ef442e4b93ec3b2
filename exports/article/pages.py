"""The report being written: its language, its numbered tables and figures, its parts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reportlab.graphics.shapes import Drawing
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, KeepTogether, Paragraph, Spacer
from reportlab.platypus.flowables import Flowable

from exports.article.composed import Composed
from exports.article.typeset import typeset
from exports.finding_numbers import Places
from exports.paper import paragraph
from exports.parts import Part
from exports.source import Source
from exports.wording import Words, say
from instruments.wording import Language

TALLEST = 225 * mm
"""A higher figure is made smaller: nothing can be higher than a page."""
ROOM = 50 * mm
"""A part does not begin with less than this left of a page."""


@dataclass
class Report:
    """A report being written."""

    source: Source
    parts: list[Part] = field(default_factory=list)
    tables: int = 0
    figures: int = 0

    @property
    def language(self) -> Language:
        """The chosen language."""
        return self.source.choices.language

    @cached_property
    def places(self) -> Places:
        """What places of numbers are called."""
        waves = {wave.key: wave for wave in self.source.frame.waves}
        items = {
            (key, item.code): item.label
            for key, versions in self.source.instruments.items()
            for version in versions
            for item in version.items.values()
        }
        return Places(waves, self.language, items)

    def words(self, sentence: Words) -> str:
        """Say something in the language."""
        return sentence.in_(self.language)

    def caption(self, words: str) -> Paragraph:
        """Number a table."""
        self.tables += 1
        if self.parts:
            self.parts[-1].tables.append(self.tables)
        label = say("Table {number}. {words}", number=self.tables, words=words)
        return paragraph(self.words(label), "caption")

    def begin(self, title: str, style: str = "heading") -> Iterator[Flowable]:
        """Begin a part, which stands among the contents."""
        part = Part(f"part{len(self.parts)}", title, deep=style != "heading")
        self.parts.append(part)
        yield CondPageBreak(ROOM)
        yield part.mark()
        yield paragraph(title, style)

    def table(self, made: Composed) -> Iterator[Flowable]:
        """Set a table under its number."""
        return typeset(made, self.caption)

    def plain_table(self, made: Composed) -> Iterator[Flowable]:
        """Set a table without a number."""
        return typeset(made, None)

    def figure(self, drawn: Sequence[Flowable], words: str) -> Iterator[Flowable]:
        """Set drawings as one numbered figure."""
        if not drawn:
            return
        self.figures += 1
        label = say("Figure {number}. {words}", number=self.figures, words=words)
        first, *rest = drawn
        yield KeepTogether([paragraph(self.words(label), "caption"), Spacer(1, 3), first])
        for one in rest:
            yield Spacer(1, 6)
            yield one
        yield Spacer(1, 8)


def fitted(drawing: Drawing, scale: float = 1.0) -> Drawing:
    """Make a drawing smaller: no higher than a page."""
    drawing.renderScale = min(scale, TALLEST / drawing.height)
    return drawing
