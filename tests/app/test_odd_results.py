"""The page of results of odd studies: whole sentences, and drawings that are there."""

import re
from html import unescape
from xml.etree import ElementTree

import pytest

from app.store.results import digest_data, keep_results
from exports.findings.everything import all_findings
from exports.findings.plain import as_json
from exports.findings.stored import FORM
from instruments.wording import LANGUAGES
from tests.app.houses import house
from tests.exports.odd_sources import HEAVY, NASTY_NAMES, ZOO

NO_WORD = re.compile(r".{0,30}(?:\bNone\b|\bnan\b|\binf\b|\{\w*\}|%\().{0,20}")


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = house(tmp_path_factory.mktemp("odd"))
    made.sign_in("coordinator")
    return made


@pytest.mark.parametrize("name", [*HEAVY, "one teacher", "an index of all alike", "groups alone"])
def test_the_page_of_an_odd_study_is_whole(desk, name):
    groups = as_json(all_findings(ZOO[name]()))
    with desk.database.writing() as session:
        keep_results(session, desk.scope(), FORM, groups, digest_data(session, desk.scope()))
    for language in LANGUAGES:
        html = desk.client.get(f"/desk/try/results?lang={language}").text
        said = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
        if name != NASTY_NAMES:
            assert not NO_WORD.findall(said), f"“{name}” in {language}"
    ids = re.findall(r'\bid="([^"]*)"', html)
    assert len(ids) == len({*ids}), f"“{name}”: two cards have one address"
    for address in {*re.findall(r'(?:src|srcset)="([^"]*drawing[^"]*)"', html)}:
        drawing = desk.client.get(unescape(address))
        assert drawing.status_code == 200, f"“{name}”: {address} is gone"
        ElementTree.fromstring(drawing.text)
