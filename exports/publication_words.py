"""README.txt of a bundle, in three languages, and how the data set is cited."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC

from exports.about import about_lines
from exports.bundle import archive_name, counts_in_words
from exports.ddi import missing_in_words
from exports.observed import Observed
from exports.source import Source
from exports.wording import say
from instruments.authors import authors_of
from instruments.wording import LANGUAGES, Message

NAMES = {"kk": "ҚАЗАҚША", "ru": "РУССКИЙ", "en": "ENGLISH"}
END = "\r\n"


@dataclass(frozen=True, slots=True)
class PartOf:
    """A part that a bundle holds: which files, and what they are."""

    files: str
    words: Message


def citation(source: Source, program: str) -> Message:
    """Say how the data set is cited: by what it is called, its day, its file and the program."""
    made_at = source.made_at.astimezone(UTC)
    cited = say(
        "{title} [data set], {day}. File {file}. Collected with {program}.",
        title=source.frame.title,
        day=f"{made_at:%Y-%m-%d}",
        file=archive_name(source),
        program=program,
    )
    names = "; ".join(one.name for one in authors_of(source.frame.authors))
    return say("{authors}. {cited}", authors=names.rstrip("."), cited=cited) if names else cited


def readme(
    source: Source,
    zone: str,
    observed: Sequence[Observed],
    parts: Sequence[PartOf],
    remarks: Sequence[Message],
    program: str,
) -> str:
    """Write README.txt: the same in Kazakh, Russian and English, one after the other."""
    lines: list[str] = []
    for language in LANGUAGES:
        own = replace(source, choices=replace(source.choices, language=language))
        lines += (NAMES[language], "=" * len(NAMES[language]), "")
        lines += (": ".join(map(str, line)) for line in about_lines(source, zone, language))
        lines += _said(own, remarks, program)
        lines += _contents(own, parts)
        lines += (*counts_in_words(own, observed), "", "")
    return END.join(lines)


def _said(source: Source, remarks: Sequence[Message], program: str) -> Iterator[str]:
    language = source.choices.language
    yield say("Missing answer: {codes}", codes=missing_in_words(language)).in_(language)
    yield from (one.in_(language) for one in remarks)
    yield ""
    yield say("Cite as: {citation}", citation=citation(source, program)).in_(language)
    authors = authors_of(source.frame.authors)
    if not authors:
        yield say("Put the authors of the study before it: this program does not know them.").in_(
            language
        )
    for one in authors:
        if one.orcid:
            yield f"{one.name}: https://orcid.org/{one.orcid}"
    yield ""


def _contents(source: Source, parts: Sequence[PartOf]) -> Iterator[str]:
    language = source.choices.language
    yield say("What is in this archive:").in_(language)
    yield from (f"  {one.files}: {one.words.in_(language)}" for one in parts)
    yield f"  manifest.json: {say('size and SHA-256 of every file').in_(language)}"
    yield ""
    yield say("Instruments and their versions (SHA-256 of the source):").in_(language)
    for key in source.keys:
        for one in source.instruments[key]:
            title = one.title.in_(language)
            yield f"  {key} {one.version}: {title}. {one.sha256}"
    yield ""
