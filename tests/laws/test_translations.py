"""Every sentence of the program is there in Kazakh and Russian, with the same places."""

from collections import Counter
from itertools import pairwise

import pytest

from tests.laws.sentences import LANGUAGES, Catalogues, catalogues, places, sentences
from tests.laws.sources import PACKAGES, files, lines_of, listed

ALL = catalogues()
WANTED = list(sentences())
REMEDY = "Mend <package>/translations/<language>/<area>.po."


def named(one: Catalogues) -> str:
    return f"{one.package}-{one.language}"


def forms(message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string]


def test_the_code_has_sentences():
    assert {sentence.package for sentence in WANTED} == set(PACKAGES)


@pytest.mark.parametrize("one", ALL, ids=named)
def test_every_sentence_is_translated(one):
    there = {
        message.id[0] if isinstance(message.id, tuple) else message.id: message
        for _, message in one.entries
        if all(forms(message))
    }
    faults = [
        f"{sentence.where}: {sentence.one!r}"
        for sentence in WANTED
        if sentence.package == one.package
        and (
            sentence.one not in there
            or (sentence.many and not isinstance(there[sentence.one].id, tuple))
        )
    ]
    assert not faults, listed(faults, f"Not in {one.language}. {REMEDY}")


@pytest.mark.parametrize("one", ALL, ids=named)
def test_translations_keep_the_places(one):
    faults = []
    for file, message in one.entries:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        wanted = {place for sentence in ids for place in places(sentence)}
        for form in forms(message):
            if form and not set(places(form)) <= wanted:
                faults.append(f"{file}: {form!r} has other places than {ids[0]!r}")
            elif form and len(ids) == 1 and set(places(form)) != wanted:
                faults.append(f"{file}: {form!r} misses a place of {ids[0]!r}")
    assert not faults, listed(faults, REMEDY)


@pytest.mark.parametrize("one", ALL, ids=named)
def test_no_entry_is_stale_fuzzy_or_twice(one):
    known = {sentence.one for sentence in WANTED if sentence.package == one.package}
    faults, seen = [], Counter()
    for file, message in one.entries:
        own = message.id[0] if isinstance(message.id, tuple) else message.id
        seen[own] += 1
        if own not in known:
            faults.append(f"{file}: nobody says {own!r} any more: remove it")
        if message.fuzzy:
            faults.append(f"{file}: {own!r} is fuzzy: check it and remove the mark")
        if seen[own] == 2:
            faults.append(f"{file}: {own!r} stands twice: keep it in one area")
    assert not faults, listed(faults, REMEDY)


@pytest.mark.parametrize("one", ALL, ids=named)
def test_plurals_follow_the_language(one):
    wanted = {"kk": 2, "ru": 3}[one.language]
    faults = [
        f"{file}: {message.id[0]!r} has {len(forms(message))} forms, {one.language} has {wanted}"
        for file, message in one.entries
        if isinstance(message.id, tuple) and len(forms(message)) != wanted
    ]
    faults += [
        f"{name}: {catalog.plural_expr}"
        for name, catalog in one.parts
        if catalog.num_plurals != wanted
    ]
    assert not faults, listed(faults, "Plural-Forms as in the other catalogues of the language.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_exclamation_marks(language):
    faults = [
        f"{file}: {form!r}"
        for one in ALL
        if one.language == language
        for file, message in one.entries
        for form in forms(message)
        if "!" in form or (language == "kk" and "өтін" in form.lower())
    ]
    assert not faults, listed(faults, "Say calmly what happened and what to do next.")


def test_kazakh_and_russian_differ():
    """A Russian sentence pasted into the Kazakh catalogue would pass every other law."""
    kazakh = set("әғқңөұүһіӘҒҚҢӨҰҮҺІ")
    faults = [
        f"{file}: {form!r}"
        for one in ALL
        if one.language == "ru"
        for file, message in one.entries
        for form in forms(message)
        if kazakh & set(form)
    ]
    assert not faults, listed(faults, "Kazakh letters in the Russian catalogue.")


def test_no_translation_stands_twice_under_its_sentence():
    """Two joined branches may leave both; only the first would be read."""
    faults = [
        f"{path.name}:{number}: {line}"
        for path in files(".po")
        for (_, before), (number, line) in pairwise(lines_of(path))
        if before.startswith('msgstr "') and line.startswith('msgstr "')
    ]
    assert not faults, listed(faults, "Keep one of the two.")
