"""Results computed twice at once, while answers come, and cut off in the middle."""

from threading import Thread

import pytest

from app.coordinate import computing
from app.coordinate.computing import compute_results, read_results
from app.models import KeptResults
from app.store import results as store
from exports.findings import everything
from tests.app.houses import House, house

PAGES = (
    "results",
    "results/drawing?of=participation.platform_access&number=0",
    "planner",
    "printed?percents=92&n=24",
    "freezes",
    "freezes/compare?older=1&newer=2",
    "agreement",
)


@pytest.fixture
def home(tmp_path) -> House:
    made = house(tmp_path)
    made.send(made.submission({"device": "phone"}))
    return made


def answered(home: House) -> int:
    """Read how many records the kept results know."""
    with home.database.reading() as session:
        found = read_results(session, home.scope())
    return found.findings.find("participation.platform_access").value("answered")


def is_old(home: House) -> bool:
    with home.database.reading() as session:
        return read_results(session, home.scope()).is_old


def answer_meanwhile(home: House, monkeypatch, also=lambda: None) -> None:
    """Let somebody send while the next results are computed."""
    compute = everything.all_findings

    def slow(*asked):
        monkeypatch.setattr(everything, "all_findings", compute)
        found = compute(*asked)
        home.send(home.submission({"device": "phone"}, "T02"))
        also()
        return found

    monkeypatch.setattr(everything, "all_findings", slow)


def test_two_tabs_compute_at_once(home):
    failed = []

    def tab():
        try:
            compute_results(home.database, home.scope())
        except Exception as wrong:
            failed.append(wrong)

    tabs = [Thread(target=tab) for _ in range(4)]
    for one in tabs:
        one.start()
    for one in tabs:
        one.join()
    assert not failed
    assert answered(home) == 1 and not is_old(home)


def test_answers_that_come_meanwhile_are_told(home, monkeypatch):
    answer_meanwhile(home, monkeypatch)
    compute_results(home.database, home.scope())
    assert answered(home) == 1 and is_old(home)
    compute_results(home.database, home.scope())
    assert answered(home) == 2 and not is_old(home)


def test_who_began_earlier_and_ends_later_does_not_bring_old_results_back(home, monkeypatch):
    answer_meanwhile(home, monkeypatch, lambda: compute_results(home.database, home.scope()))
    compute_results(home.database, home.scope())
    assert answered(home) == 2 and not is_old(home)


@pytest.mark.parametrize("where", ["before", "after"])
def test_what_is_cut_off_leaves_the_older_results_whole(home, monkeypatch, where):
    compute_results(home.database, home.scope())
    home.send(home.submission({"device": "phone"}, "T02"))
    keep = store.keep_results

    def cut(session, *rest):
        if where == "after":
            keep(session, *rest)
            session.flush()
        else:
            session.query(KeptResults).delete()
        raise KeyboardInterrupt

    monkeypatch.setattr(computing, "keep_results", cut)
    with pytest.raises(KeyboardInterrupt):
        compute_results(home.database, home.scope())
    assert answered(home) == 1 and is_old(home)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["stranger", "observer", "moderator"])
def test_pages_of_numbers_are_shut_to_whoever_does_not_coordinate_the_study(home, who, page):
    compute_results(home.database, home.scope())
    home.sign_in(who)
    response = home.client.get(f"/desk/try/{page}")
    assert response.status_code in (403, 404)
    assert "<svg" not in response.text


@pytest.mark.parametrize("who", ["stranger", "observer"])
def test_nobody_else_computes_the_results_of_a_study(home, who):
    home.sign_in(who)
    response = home.client.post("/desk/try/results")
    assert response.status_code in (400, 403, 404)
    with home.database.reading() as session:
        assert read_results(session, home.scope()) is None
