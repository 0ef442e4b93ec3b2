"""Every page of every role is a valid page in all three languages, and speaks only one."""

import re
from functools import cache

import pytest

from app.access import roles_of
from tests.app.pages import as_page
from tests.laws.addresses import WHO, address, admitted, ours
from tests.laws.sentences import catalogues, sentences
from tests.laws.sources import listed

SHORTEST = 12
"""Shorter English words may be names or codes."""


@cache
def english_of(language: str) -> set[str]:
    """Collect the program's English sentences that read otherwise in a language."""
    there = {
        message.id if isinstance(message.id, str) else message.id[0]: message.string
        for one in catalogues()
        if one.language == language
        for _, message in one.entries
    }
    return {
        sentence.one
        for sentence in sentences()
        if len(sentence.one) >= SHORTEST
        and not re.search(r"[%{]", sentence.one)
        and there.get(sentence.one) != sentence.one
    }


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("who", WHO[:-1])
def test_every_page_is_whole_and_in_one_language(home, places, browsers, who, language):
    """`as_page` checks the page itself: valid HTML5, one h1, labels, names, no inline code."""
    faults = []
    english = english_of(language) if language != "en" else set()
    for rule in ours(home.app):
        if "GET" not in rule.methods or not admitted(who, roles_of(home.app, rule.endpoint), rule):
            continue
        where = f"{address(home, rule, places)}&lang={language}"
        response = browsers[who].get(where, follow_redirects=True)
        try:
            page = as_page(browsers[who], response, where)
        except AssertionError as fault:
            faults.append(str(fault).splitlines()[0])
            continue
        if response.mimetype != "text/html":
            continue
        if page.tree.get("lang") != language:
            faults.append(f"{where}: the page says that it is {page.tree.get('lang')}")
        faults += [f"{where}: {leak!r}" for leak in sorted(english) if leak in page.text][:3]
    assert not faults, listed(faults, "See tests/app/pages.py for what every page must be.")
