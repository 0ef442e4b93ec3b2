"""The coordinator's first view of a study of 10,000 participants in three waves."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from app.factory import create_app
from tests.app.pages import open_page
from tests.app.studies import PASSWORD, settings_in
from tests.benchmarks.crowd import gather
from tests.benchmarks.figures import Figure

RUNS = 7


def measure() -> Iterator[Figure]:
    """Open the desk of a large study; every teacher has answered in two waves."""
    with tempfile.TemporaryDirectory() as folder:
        crowd = gather(Path(folder), 10_000)
        crowd.answer("baseline")
        crowd.answer("midyear")
        app = create_app(settings_in(Path(folder)))
        browser = app.test_client()
        page = open_page(browser, "/sign-in")
        page.submit(login="coordinator", password=PASSWORD)
        for path in ("/desk/many", "/desk/many/people"):
            times, sizes = [], []
            for _ in range(RUNS):
                begun = time.perf_counter()
                response = browser.get(path, headers={"Accept-Encoding": "br"})
                times.append((time.perf_counter() - begun) * 1000)
                assert response.status_code == 200, f"{path}: {response.status_code}"
                sizes.append(len(response.get_data()) / 1000)
            yield Figure(f"{path}, 10,000 x 3 waves: on the server", times, "ms", 300)
            yield Figure(f"{path}, 10,000 x 3 waves: size", sizes, "KB", 100)
