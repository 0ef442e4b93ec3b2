"""Templates: each parses, each is used, and nothing in them opens the page to strangers."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jinja2 import Environment, nodes

from tests.laws.sources import TEMPLATES, files, lines_of, listed, named

ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
FORBIDDEN = {
    r"\|\s*safe\b": "|safe: text from people would be run as code; build it from templates",
    r"autoescape\s+false": "autoescape stays on",
    r"<style\b|\sstyle\s*=": "inline style: the policy blocks it; give it a class",
    r"<script\b(?![^>]*\bsrc=)": "inline script: the policy blocks it; put it into a module",
    r"\son[a-z]+\s*=\s*[\"']": "inline handler: the policy blocks it; listen in a module",
    r"\b(src|href)=[\"']https?://": "another site's file: pages load from this house only",
    r"javascript:": "javascript: address",
}
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
MARKUP = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
ATTRIBUTES = re.compile(r"""[\w-]+=("[^"]*"|'[^']*')|\bhidden\b(?=\s*$)""", re.MULTILINE)
"""A partial may be the inside of a tag: its marks are no words."""
SPOKEN = re.compile(r"""\b(?:title|placeholder|aria-label|alt)\s*=\s*("[^"]*"|'[^']*')""")
WORD = re.compile(r"[^\W\d_]{3,}")
SAME_IN_ALL_LANGUAGES = {"Қазақша", "Русский", "English", "xlsx", "csv", "PDF", "ICC", "PABAK"}
"""Languages call themselves by their own names; file formats and coefficients have one name."""
FOUND_BY_KIND = re.compile(r"items/\w+\.html")
"""One partial per kind is found by its name at run time, see laws/test_kinds."""


@cache
def parsed(path: Path) -> nodes.Template:
    return ENVIRONMENT.parse(path.read_text(encoding="utf-8"), filename=str(path))


def templates() -> list[Path]:
    return files(".html", ".xml", ".svg", ".txt", within=("app/templates",))


def short(path: Path) -> str:
    """Name a template as pages do."""
    return path.relative_to(TEMPLATES).as_posix()


def imported(tree: nodes.Template) -> Iterator[tuple[str, str]]:
    """Yield (file, name) for every macro that a template imports by name."""
    for node in tree.find_all(nodes.FromImport):
        for name in node.names:
            yield str(node.template.value), name[0] if isinstance(name, tuple) else name


def aliases(tree: nodes.Template) -> set[str]:
    """Name everything that imports bring into a template."""
    names = {node.target for node in tree.find_all(nodes.Import)}
    for node in tree.find_all(nodes.FromImport):
        names |= {name[1] if isinstance(name, tuple) else name for name in node.names}
    return names


def used(tree: nodes.Template) -> set[str]:
    return {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}


def macros(tree: nodes.Template) -> set[str]:
    return {node.name for node in tree.find_all(nodes.Macro)}


def test_every_template_parses():
    assert len(templates()) > 3
    for path in templates():
        parsed(path)


def test_no_import_is_unused():
    faults = [
        f"{short(path)} imports {name} and does not use it"
        for path in templates()
        for name in sorted(aliases(parsed(path)) - used(parsed(path)))
    ]
    assert not faults, listed(faults, "Remove the import.")


def test_no_macro_is_unused():
    wanted = {pair for path in templates() for pair in imported(parsed(path))}
    whole = {
        str(node.template.value)
        for path in templates()
        for node in parsed(path).find_all(nodes.Import)
    }
    faults = [
        f"{short(path)} defines {name}"
        for path in templates()
        if short(path) not in whole
        for name in sorted(macros(parsed(path)) - used(parsed(path)))
        if (short(path), name) not in wanted
    ]
    assert not faults, listed(faults, "Nobody calls it: remove the macro.")


def test_every_import_finds_its_macro():
    known = {(short(path), name) for path in templates() for name in macros(parsed(path))}
    faults = [
        f"{short(path)} imports {name} from {file}"
        for path in templates()
        for file, name in imported(parsed(path))
        if (file, name) not in known
    ]
    assert not faults, listed(faults, "There is no such macro in that file.")


def test_every_template_is_used():
    text = "\n".join(
        path.read_text(encoding="utf-8") for path in [*files(".py", within=("app",)), *templates()]
    )
    named_somewhere = set(re.findall(r"[\w/-]+\.(?:html|xml|svg|txt)", text))
    faults = [
        short(path)
        for path in templates()
        if short(path) not in named_somewhere and not FOUND_BY_KIND.fullmatch(short(path))
    ]
    assert not faults, listed(faults, "No view, template or table names it: remove it.")


def test_nothing_inline_and_nothing_unescaped():
    faults = [
        f"{named(path)}:{number} {why}"
        for path in templates()
        for number, line in lines_of(path)
        for pattern, why in FORBIDDEN.items()
        if re.search(pattern, line, re.IGNORECASE)
    ]
    assert not faults, listed(faults, "See app/security.py for the policy of every page.")


def test_python_never_switches_escaping_off():
    faults = [
        f"{named(path)}:{number}"
        for path in files(".py", within=("app",))
        for number, line in lines_of(path)
        if re.search(r"\bMarkup\(|autoescape\W+False", line)
    ]
    assert not faults, listed(faults, "Let a template write the HTML.")


def blanked(pattern: re.Pattern[str], text: str) -> str:
    """Take out what a pattern finds, and keep the lines."""
    return pattern.sub(lambda found: " " + "\n" * found[0].count("\n"), text)


def literal_words(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, word) for every word that people would see or hear untranslated."""
    text = blanked(JINJA, path.read_text(encoding="utf-8"))
    for found in SPOKEN.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield from ((line, word) for word in WORD.findall(found[1]))
    for line, words in enumerate(blanked(ATTRIBUTES, blanked(MARKUP, text)).splitlines(), start=1):
        yield from ((line, word) for word in WORD.findall(words))


def test_every_word_of_a_template_can_be_translated():
    faults = [
        f"{named(path)}:{line} says {word!r}"
        for path in templates()
        for line, word in literal_words(path)
        if word not in SAME_IN_ALL_LANGUAGES
    ]
    assert not faults, listed(faults, 'Write {{ _("...") }} or ngettext, and translate it.')
