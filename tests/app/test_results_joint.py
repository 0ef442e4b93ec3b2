"""What stands side by side at the end of the results, as a coordinator reads it."""

import shutil
from html import unescape
from types import SimpleNamespace

import pytest
from flask import g, render_template

from app.coordinate.results_joint import sources_shown
from app.factory import create_app
from app.store.frame import export_source, said_source
from exports.findings.claims import claims_of
from exports.findings.everything import all_findings
from exports.findings.finding import Findings
from exports.findings.joint import joint_display
from exports.source import Choices
from tests.app.demo_house import demo_scope, open_demo
from tests.app.studies import settings_in


@pytest.fixture(scope="module")
def told(tmp_path_factory, demo_folder):
    """The part of the page in every language, and an empty one."""
    folder = tmp_path_factory.mktemp("joint") / "data"
    shutil.copytree(demo_folder, folder)
    database = open_demo(folder)
    app = create_app(settings_in(folder))
    pages = {}
    with database.reading() as session:
        source = export_source(session, demo_scope(database), Choices())
        findings = all_findings(source)
        for language in ("kk", "ru", "en"):
            with app.test_request_context("/"):
                g.language, g.study = language, SimpleNamespace(key="demo")
                shown = sources_shown(findings, source)
                pages[language] = unescape(
                    render_template("desk/results_joint.html", sources=shown)
                )
        with app.test_request_context("/"):
            g.language = "en"
            nothing = sources_shown(Findings(()), source)
            pages[""] = render_template("desk/results_joint.html", sources=nothing)
    return pages


def test_every_claim_has_a_word_from_every_source(told):
    (table,) = told["en"].split('<table class="claims">')[1:]
    row = next(one for one in table.split("<tr>") if "“Professional isolation” fell." in one)
    assert row.count("<td") == 5
    assert 'class="agrees"><small>Groups said</small> agrees (2 of 3)' in row
    assert 'class="silent"><small>Raters of work find</small> silent' in row


def test_evidence_leads_to_its_card(told):
    card = "/desk/demo/results/lessons#lessons.lesson_observation.any_task"
    assert f'href="{card}"' in told["en"]
    assert 'href="#' not in told["en"], "the cards stand on the pages of their topics"
    assert "only a correlation over teachers connects them (r = .01)" in told["en"]


def test_raters_of_work_stand_in_the_table(told):
    (_, after) = told["en"].split("How raters judge the work")
    assert after.index("is high, mean rating") < after.index("raters is reliable")


def test_what_the_cards_say_already_is_folded(told):
    folded = told["en"].split("<details")
    assert 'class="claims"' in folded[0]
    assert not any(f'class="{table}"' in folded[0] for table in ("joint", "codes"))


def test_nothing_of_the_people_is_needed_for_what_stands_side_by_side(demo_folder, tmp_path):
    shutil.copytree(demo_folder, tmp_path / "data")
    database = open_demo(tmp_path / "data")
    with database.reading() as session:
        scope = demo_scope(database)
        whole, said = export_source(session, scope, Choices()), said_source(session, scope)
        findings = all_findings(whole)
        assert claims_of(findings, said) == claims_of(findings, whole)
        assert joint_display(findings, said) == joint_display(findings, whole)
    assert not said.frame.participants


def test_quotations_keep_their_language(told):
    quoted = '<q lang="kk">Қазір жалғыз емеспін, қиналсам арнаға жазамын.</q>'
    assert all(quoted in told[language] for language in ("kk", "ru", "en"))
    assert '<small class="muted">T05</small>' in told["ru"]


def test_codes_are_named_in_the_language_of_the_page(told):
    assert '<th scope="row">Less isolation</th>' in told["en"]
    assert '<th scope="row">Изоляции меньше</th>' in told["ru"]
    assert "−1,06 [−1,42; −0,70]" in told["kk"]


def test_without_findings_nothing_stands_there(told):
    assert told[""] == ""
