"""The part of the report about lessons: how many had at least one of a set of items."""

from collections.abc import Callable, Iterator, Sequence

from reportlab.platypus import Paragraph, Spacer
from reportlab.platypus.flowables import Flowable

from exports.lesson_share_words import sentences
from exports.lesson_shares import LessonShare
from exports.numbers import interval, share
from exports.paper import paragraph, table
from instruments.wording import Language, catalogue


def share_tables(
    found: Sequence[LessonShare], language: Language, caption: Callable[[str], Paragraph]
) -> Iterator[Flowable]:
    """Set a table and a sentence for every set of an instrument."""
    _ = catalogue("exports", language).gettext
    for one in found:
        rows = [
            [
                wave.wave.label.in_(language),
                share(wave.x, wave.n, language),
                interval(100 * wave.low, 100 * wave.high, language, 0),
                str(wave.teachers),
            ]
            for wave in one.waves
        ]
        yield caption(one.name.in_(language))
        head = [_("Wave"), _("Lessons"), _("95 % interval, %"), _("Teachers")]
        yield table(head, rows, [3, 1.6, 1.6, 1.2])
        yield Spacer(1, 8)
        for sentence in sentences(one, language):
            yield paragraph(sentence, "text")
        if blank := sum(wave.blank for wave in one.waves):
            words = _("Lessons with gaps and no yes, counted as not seen: {n}.").format(n=blank)
            yield paragraph(words, "muted")
    if found:
        rule = _(
            "One record of each lesson, the primary observer's; lessons that observers were "
            "trained on are left out. Intervals: Wilson's of shares, Newcombe's of differences."
        )
        yield paragraph(rule, "muted")
