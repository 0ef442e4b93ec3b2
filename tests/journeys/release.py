"""Keep today's client as a released one: `python -m tests.journeys.release 2` writes released/2."""

import re
import sys
import tempfile
from pathlib import Path

from app.assets import assets
from tests.app.studies import store_in
from tests.journeys.browsers import PHONE, open_browser
from tests.journeys.conftest import Served
from tests.journeys.notebook import NOTEBOOK, ask_notebook
from tests.journeys.serving import serving
from tests.journeys.walks import agree, open_link

RELEASED = Path(__file__).parent / "released"
FILES = ("form.js", "list.js", "worker.js", "expressions.js", "respond.css")
CHANGING = {
    "token": r"(?<=/p/)[\w-]+(?=/)",
    "seal": r"(?<=&#34;seal&#34;: &#34;)[\w-]+",
}
"""What a page of another house, or of another teacher, has in its place."""


def template(html: str) -> str:
    """Put names where a page holds what is a teacher's or a house's own."""
    for name, pattern in CHANGING.items():
        html, found = re.subn(pattern, f"{{{name}}}", html)
        assert found, name
    return html


def filled(text: str, html: str) -> str:
    """Put a page's own back into a template, taken from a page of the present server."""
    for name, pattern in CHANGING.items():
        text = text.replace(f"{{{name}}}", re.search(pattern, html)[0])
    return text


def keep(number: str) -> None:
    """Write the linked scripts, their style and a page of the form."""
    folder = RELEASED / number
    folder.mkdir(parents=True)
    for name in FILES:
        (folder / name).write_bytes(assets()[name].plain)
    with tempfile.TemporaryDirectory() as data:
        store = store_in(Path(data))
        ask_notebook(store)
        with serving(Path(data)) as server, open_browser() as browser:
            page, home = browser.new_page(viewport=PHONE, locale="kk-KZ"), Served(store, server)
            open_link(page, home)
            agree(page)
            found = page.request.get(f"{home.link()}/midyear/{NOTEBOOK}").text()
        (folder / "form.html").write_text(template(found), encoding="utf-8")


if __name__ == "__main__":
    keep(sys.argv[1])
