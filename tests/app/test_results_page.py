"""The page of results: computed when asked, kept, and read by somebody who is no statistician."""

import json
import re
import shutil
from html import unescape
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from app.coordinate.computing import compute_results, read_results
from app.demo import PASSWORD
from app.factory import create_app
from app.store.results import digest_data
from exports.drawn import count_figures, figures_of, questions_together
from exports.findings.finding import Drawing, Finding, Line, Lines, MeanAt, Means, Topic
from exports.findings.overviews import in_order, overviews
from exports.findings.stored import FORM, KINDS, from_json
from exports.findings_figures import DRAWN
from instruments.wording import LANGUAGES, Text
from tests.app.demo_house import demo_scope, open_demo
from tests.app.houses import house
from tests.app.pages import open_page
from tests.app.studies import settings_in

RESULTS = "/desk/demo/results"


@pytest.fixture(scope="module")
def demo_home(tmp_path_factory, demo_folder):
    """The demo's house with its results computed, and a coordinator who has signed in."""
    folder = tmp_path_factory.mktemp("results") / "data"
    shutil.copytree(demo_folder, folder)
    database = open_demo(folder)
    compute_results(database, demo_scope(database))
    client = create_app(settings_in(folder)).test_client()
    open_page(client, "/sign-in?lang=en").submit(login="coordinator", password=PASSWORD)
    return database, client


def findings_of(database):
    with database.reading() as session:
        return read_results(session, demo_scope(database)).findings


def drawings_on(html: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'(?:src|srcset)="([^"]*drawing[^"]*)"', html)]


def test_nothing_is_computed_until_somebody_asks(tmp_path):
    home = house(tmp_path)
    home.sign_in("coordinator")
    page = home.open_page("/desk/try/results?lang=en")
    assert page.sees("Nothing has been computed yet")
    page = page.submit()
    assert page.sees("nothing has changed since")


def test_every_question_has_one_card_with_its_answer_and_its_lines(demo_home):
    database, client = demo_home
    page = open_page(client, f"{RESULTS}?lang=en")
    found = overviews(findings_of(database))
    assert page.html.count("<article") == len(found) > 10
    for one in found:
        assert f'id="{one.key}"' in page.html
        assert page.sees(" ".join(one.answer.in_("en").split())), one.key
        assert all(line.in_("en") in unescape(page.html) for _, line in one.lines)
        assert f"{RESULTS}/{one.topic}" in page.html


def test_a_topic_has_a_card_for_every_finding_with_its_answer_and_its_line(demo_home):
    database, client = demo_home
    for group in findings_of(database).groups:
        page = open_page(client, f"{RESULTS}/{group.topic}?lang=en")
        for finding in group.findings:
            assert f'id="{finding.key}"' in page.html
            assert page.sees(" ".join(finding.answer.en.split())), finding.key
            if finding.apa:
                assert finding.apa.en.splitlines()[0] in unescape(page.html)
                assert finding.apa.kk.splitlines()[0] in unescape(page.html)


def test_topics_lead_from_one_to_the_next_and_back(demo_home):
    database, client = demo_home
    order = [group.topic for group in in_order(findings_of(database))]
    for earlier, later in pairwise(order):
        assert f'href="{RESULTS}/{later}"' in client.get(f"{RESULTS}/{earlier}").text
        assert f'href="{RESULTS}/{earlier}"' in client.get(f"{RESULTS}/{later}").text


def test_a_link_to_a_finding_on_the_page_of_all_still_finds_its_card(demo_home):
    database, client = demo_home
    html = client.get(RESULTS).text
    assert all(f'id="{finding.key}"' in html for finding in findings_of(database))


@pytest.mark.parametrize("topic", ["nothing", "growth.steps"])
def test_a_topic_that_is_not_there_leads_to_the_page_of_all(demo_home, topic):
    _database, client = demo_home
    assert client.get(f"{RESULTS}/{topic}").location == RESULTS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_drawing_is_there(demo_home, language):
    database, client = demo_home
    pages = [RESULTS, *(f"{RESULTS}/{group.topic}" for group in findings_of(database).groups)]
    addresses = [
        address
        for page in pages
        for address in drawings_on(client.get(f"{page}?lang={language}").text)
    ]
    assert len(addresses) > 50
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        assert response.mimetype == "image/svg+xml"
        assert "style=" not in response.text, "the policy refuses styles inside a page"
        ElementTree.fromstring(response.text)


def test_a_drawing_that_is_gone_leads_to_the_page(demo_home):
    _database, client = demo_home
    for asked in (
        "",
        "?of=nothing",
        "?topic=growth",
        "?of=nothing&number=-1",
        "?number=x",
        "?overview=nothing",
    ):
        response = client.get(f"{RESULTS}/drawing{asked}")
        assert response.status_code == 302
        assert response.location.startswith(RESULTS)


def test_new_data_are_told_and_computed_again(tmp_path):
    home = house(tmp_path)
    home.sign_in("coordinator")
    page = home.open_page("/desk/try/results?lang=en").submit()
    home.send(home.submission({"device": "phone"}))
    page = home.open_page("/desk/try/results?lang=en")
    assert page.sees("Answers, people or the plan have changed since")
    assert page.submit().sees("nothing has changed since")


def test_results_of_an_older_version_are_told_and_computed_again(tmp_path):
    home = house(tmp_path)
    home.sign_in("coordinator")
    home.open_page("/desk/try/results?lang=en").submit()
    home.change("UPDATE kept_results SET program = 'tolqyn 0.0.1'")
    with home.database.reading() as session:
        assert read_results(session, home.scope()).is_old
    page = home.open_page("/desk/try/results?lang=en")
    assert page.sees("by an older version")
    assert page.submit().sees("nothing has changed since")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE record SET conflict = 1 - conflict",
        'UPDATE participant SET attributes = \'{"sex": "x"}\'',
        "DELETE FROM plan_entry",
        "UPDATE wave SET label = '{}'",
        'UPDATE school SET attributes = \'{"size": "x"}\'',
    ],
)
def test_the_digest_sees_what_the_results_depend_on(tmp_path, change):
    home = house(tmp_path)
    home.send(home.submission({"device": "phone"}))
    with home.database.reading() as session:
        before = digest_data(session, home.scope())
        assert digest_data(session, home.scope()) == before
    home.change(change)
    with home.database.reading() as session:
        assert digest_data(session, home.scope()) != before


def test_what_is_kept_in_another_form_is_not_read(tmp_path):
    home = house(tmp_path)
    compute_results(home.database, home.scope())
    home.change(f"UPDATE kept_results SET form = {FORM + 1}")
    with home.database.reading() as session:
        assert read_results(session, home.scope()) is None


def test_findings_come_back_as_they_were_kept(demo_home):
    from exports.findings.plain import as_json

    database, _client = demo_home
    kept = findings_of(database)
    assert {type(one) for finding in kept for one in finding.drawings} <= set(KINDS.values())
    assert from_json(json.loads(json.dumps(as_json(kept)))) == kept


def test_every_kind_of_drawing_is_drawn():
    assert set(DRAWN) == set(Drawing.__args__) == set(KINDS.values())


def test_people_are_drawn_behind_the_means_of_the_same_waves():
    waves = (Text(en="First"), Text(en="Second"))
    means = Means(tuple(MeanAt(wave, 2, 3.0, 2.0, 4.0) for wave in waves), 1, 5)
    lines = Lines(waves, (Line("T1", "A", (2.0, None)),), 1, 5)
    other = Lines(waves[:1], (Line("T1", "A", (2.0,)),), 1, 5)
    words = Text(en="Words")
    finding = Finding(
        "k", Topic.GROWTH, "i", "c", *[words] * 4, 2, words, words, drawings=(means, lines, other)
    )
    assert figures_of(finding) == ((means, lines), (other,))
    assert count_figures(finding) == 2


def test_questions_with_the_same_choices_are_drawn_together(demo_home):
    database, _client = demo_home
    groups = {group.topic: group for group in findings_of(database).groups}
    parts = questions_together(groups[Topic.ITEMS])
    assert sum(map(len, parts)) == len(groups[Topic.ITEMS].findings)
    assert max(map(len, parts)) <= 9
    assert not questions_together(groups[Topic.GROWTH])


def test_a_page_holds_no_address_of_another_house(demo_home):
    _database, client = demo_home
    svg = client.get(drawings_on(client.get(RESULTS).text)[0]).text
    assert set(re.findall(r"https?://[^\"' ]+", svg)) == {"http://www.w3.org/2000/svg"}
