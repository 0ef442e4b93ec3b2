"""Pages as a person meets them; every page that a test opens is also checked as a page."""

import re
from dataclasses import dataclass, field

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

XHTML = "{http://www.w3.org/1999/xhtml}"
UNFILLED = re.compile(r"%\(\w+\)[sd]|(?<!\$)\{[a-z_]+\}")


@dataclass
class Page:
    """One fetched page."""

    client: FlaskClient
    response: TestResponse
    address: str
    tree: object = None
    forms: list = field(default_factory=list)

    @property
    def status(self) -> int:
        """The status of the answer."""
        return self.response.status_code

    @property
    def html(self) -> str:
        """The page as it was sent."""
        return self.response.get_data(as_text=True)

    @property
    def text(self) -> str:
        """What a reader reads, spaces folded."""
        if self.tree is None:
            return self.html
        return re.sub(r"\s+", " ", " ".join(self.tree.itertext())).strip()

    def sees(self, words: str) -> bool:
        """Say whether a reader reads these words."""
        return words in self.text

    def asks(self, name: str) -> bool:
        """Say whether a field of this name is on the page."""
        return any(node.get("name") == name for form in self.forms for node in form.iter())

    def form(self, number: int = 0, having: str = ""):
        """Find a form by its place, or by a field or button that it has."""
        for form in self.forms:
            names = {node.get("name") for node in form.iter()}
            if not having or having in names:
                if number == 0:
                    return form
                number -= 1
        raise AssertionError(f"no form with {having!r} on {self.address}")

    def form_is_there(self, button: str) -> bool:
        """Say whether a button with this value is offered."""
        return any(node.get("value") == button for form in self.forms for node in form.iter())

    def submit(self, button: tuple[str, str] | None = None, having: str = "", **typed) -> "Page":
        """Fill in a form and send it, following where it leads."""
        form = self.form(having=having or next(iter(typed), ""))
        values = _values(form)
        for name, value in typed.items():
            values[name] = value
        if button:
            values[button[0]] = button[1]
        address = form.get("action") or self.address
        if (form.get("method") or "get").lower() == "get":
            return open_page(self.client, address, query_string=values)
        response = self.client.post(address, data=values, follow_redirects=True)
        return as_page(self.client, response, response.request.full_path.rstrip("?"))


def links_of(page: Page) -> list[str]:
    """List where the links of a page lead, without the language switch."""
    found = (node.get("href") or "" for node in page.tree.iter(f"{XHTML}a"))
    return [address for address in found if address.startswith("/") and "lang=" not in address]


def open_page(client: FlaskClient, address: str, **more) -> Page:
    """Open an address, following redirects."""
    response = client.get(address, follow_redirects=True, **more)
    return as_page(client, response, response.request.full_path.rstrip("?"))


def as_page(client: FlaskClient, response: TestResponse, address: str) -> Page:
    """Take an answer as a page and check it as one."""
    page = Page(client, response, address)
    response.get_data()
    response.close()
    _check_headers(response, address)
    if response.mimetype == "text/html":
        page.tree = _parse(page.html, address)
        page.forms = list(page.tree.iter(f"{XHTML}form"))
        _check_page(page)
        _drop_templates(page.tree)
    return page


def _drop_templates(tree) -> None:
    """Take away what lies ready for a script: a reader without one neither sees nor sends it."""
    for parent in list(tree.iter()):
        for node in parent.findall(f"{XHTML}template"):
            parent.remove(node)


def _parse(html: str, address: str):
    parser = html5lib.HTMLParser(strict=False)
    tree = parser.parse(html)
    faults = [fault for fault in parser.errors if fault[1] != "expected-doctype-but-got-chars"]
    assert not faults, f"{address} is not valid HTML: {faults[:3]}"
    return tree


def _check_headers(response: TestResponse, address: str) -> None:
    policy = response.headers.get("Content-Security-Policy", "")
    assert "default-src 'none'" in policy and "unsafe" not in policy, f"{address}: no CSP"
    assert response.headers.get("X-Content-Type-Options") == "nosniff", address
    assert response.headers.get("Referrer-Policy") == "no-referrer", address


def _check_page(page: Page) -> None:
    nodes = list(page.tree.iter())
    where = page.address
    headings = [node for node in nodes if node.tag == f"{XHTML}h1"]
    assert len(headings) == 1, f"{where}: {len(headings)} h1, a page has one"
    title = next((node.text for node in nodes if node.tag == f"{XHTML}title"), "")
    assert title and title.strip(), f"{where}: no title"
    assert page.tree.get("lang") in ("kk", "ru", "en"), f"{where}: html has no lang"
    unfilled = UNFILLED.search(page.text)
    assert not unfilled, f"{where}: a place was not filled in: {unfilled}"
    _check_policy(nodes, where)
    _check_references(nodes, where)
    _check_names(nodes, where)
    _check_labels(nodes, where)
    for form in page.forms:
        if (form.get("method") or "get").lower() == "post":
            names = {node.get("name") for node in form.iter()}
            assert "csrf_token" in names, f"{where}: a form without csrf_token"


def _check_policy(nodes: list, where: str) -> None:
    """Find what the policy of the page would block."""
    for node in nodes:
        inline = [name for name in node.attrib if name == "style" or name.startswith("on")]
        assert not inline, f"{where}: inline {inline} on {node.tag}"
        if node.tag == f"{XHTML}script":
            assert node.get("src") and not node.text, f"{where}: inline script"
        assert node.tag != f"{XHTML}style", f"{where}: inline style"


def _check_references(nodes: list, where: str) -> None:
    """Whatever points at an id of the page points at one that is there, once."""
    ids = [node.get("id") for node in nodes if node.get("id")]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    assert not twice, f"{where}: an id stands twice: {twice}"
    for node in nodes:
        for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            lost = set((node.get(attribute) or "").split()) - set(ids)
            assert not lost, f"{where}: {attribute} of {node.tag} names {lost}, which is not there"
        address = node.get("href") or ""
        if node.tag == f"{XHTML}a" and address.startswith("#") and len(address) > 1:
            assert address[1:] in ids, f"{where}: the link {address} leads nowhere"


def _check_names(nodes: list, where: str) -> None:
    """Whatever can be pressed or looked at has a name that can be read out."""
    for node in nodes:
        if node.tag in (f"{XHTML}button", f"{XHTML}a"):
            inside = " ".join(
                (child.get("aria-label") or child.get("alt") or "") for child in node.iter()
            )
            words = "".join(node.itertext()).strip() or inside.strip()
            assert words, f"{where}: {node.tag} {dict(node.attrib)} has no name"
        if node.tag == f"{XHTML}img":
            assert node.get("alt") is not None, f"{where}: an image without alt"


def _check_labels(nodes: list, where: str) -> None:
    labelled = {node.get("for") for node in nodes if node.tag == f"{XHTML}label"}
    inside = {
        id(child) for label in nodes if label.tag == f"{XHTML}label" for child in label.iter()
    }
    for node in nodes:
        if node.tag not in (f"{XHTML}input", f"{XHTML}select", f"{XHTML}textarea"):
            continue
        if node.get("type") in ("hidden", "submit"):
            continue
        named = node.get("aria-label") or node.get("aria-labelledby") or id(node) in inside
        assert named or node.get("id") in labelled, f"{where}: {node.get('name')} has no label"


def _values(form) -> dict[str, object]:
    """What the browser would send of a form as it stands."""
    values: dict[str, object] = {}
    for node in form.iter():
        name = node.get("name")
        if not name:
            continue
        if node.tag == f"{XHTML}textarea":
            values[name] = node.text or ""
        elif node.tag == f"{XHTML}select":
            options = list(node.iter(f"{XHTML}option"))
            chosen = [one for one in options if one.get("selected") is not None] or options[:1]
            if chosen:
                values[name] = chosen[0].get("value", chosen[0].text or "")
        elif node.tag == f"{XHTML}input":
            _add_input(values, name, node)
    return values


def _add_input(values: dict[str, object], name: str, node) -> None:
    kind = node.get("type") or "text"
    if kind in ("radio", "checkbox"):
        if node.get("checked") is not None:
            values.setdefault(name, [])
            values[name].append(node.get("value") or "on")  # type: ignore[union-attr]
    elif kind not in ("submit", "file", "button"):
        values[name] = node.get("value") or ""
