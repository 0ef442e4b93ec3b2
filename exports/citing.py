"""CITATION.cff: how a data set is cited, in the Citation File Format 1.2.0."""

import json
from collections.abc import Iterator
from datetime import UTC

from exports.source import Source
from instruments.authors import Author, authors_of


def citation_file(source: Source) -> str:
    """Write CITATION.cff; nothing where the study names no authors, whom the format demands."""
    authors = authors_of(source.frame.authors)
    return "".join(f"{line}\n" for line in _lines(source, authors)) if authors else ""


def _lines(source: Source, authors: tuple[Author, ...]) -> Iterator[str]:
    day = source.made_at.astimezone(UTC)
    yield "cff-version: 1.2.0"
    yield 'message: "If you use these data, please cite them as below."'
    yield "type: dataset"
    yield f"title: {_quoted(source.frame.title.in_(source.choices.language))}"
    yield "authors:"
    for one in authors:
        yield f"  - name: {_quoted(one.name)}"
        if one.orcid:
            yield f"    orcid: https://orcid.org/{one.orcid}"
    yield f"date-released: {day:%Y-%m-%d}"


def _quoted(words: str) -> str:
    """Quote for YAML, of which JSON is a part."""
    return json.dumps(words, ensure_ascii=False)
