"""Whole journeys per second: open the form, send thirty answers, see the receipt."""

import multiprocessing
import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.benchmarks.crowd import KEY, gather
from tests.benchmarks.figures import Figure
from tests.benchmarks.start import memory_of, spent_by
from tests.journeys.serving import serving

CLIENTS = 8
EACH = 150
RUNS = 3
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
ANSWERS = "".join(f"&Q{number}=4" for number in range(1, 31)) + "&step=next"
RECEIPT = re.compile(r"[0-9A-F]{4}-[0-9A-F]{4}")
HEADERS = {"Accept-Encoding": "identity", "Accept-Language": "kk"}


class Phone:
    """A phone with one connection that it keeps open for its journey."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: str = "") -> tuple[HTTPResponse, str]:
        """Send one request and read the whole answer."""
        headers = dict(HEADERS)
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body or None, headers)
        response = self.connection.getresponse()
        return response, response.read().decode()

    def open(self, path: str) -> tuple[str, str]:
        """Open a page, following where it leads; give its path and its words."""
        response, text = self.ask("GET", path)
        while response.status in (302, 303):
            path = urlsplit(response.headers["Location"])._replace(scheme="", netloc="").geturl()
            response, text = self.ask("GET", path)
        assert response.status == 200, f"{path}: {response.status} {text[:300]}"
        return path, text

    def journey(self, path: str) -> float:
        """Open the form, answer, see the receipt; give the seconds it took."""
        begun = time.perf_counter()
        path, page = self.open(path)
        hidden = HIDDEN.findall(page)
        assert len(hidden) >= 2 and 'name="Q30"' in page, page[:300]
        # The clients share the machine with the server: they do no more than they must.
        response, text = self.ask("POST", path, urlencode(hidden) + ANSWERS)
        assert response.status == 303, f"{response.status} {text[:500]}"
        _, end = self.open(response.headers["Location"])
        assert RECEIPT.search(end), end[:500]
        return time.perf_counter() - begun


def form_path(port: int, token: str) -> str:
    """Find the form from the teacher's own page, once; all teachers' addresses are alike."""
    path, page = Phone(port).open(f"/p/{token}")
    found = re.search(rf'href="([^"]*{KEY}[^"]*)"', page)
    return (found[1] if found else path).replace(token, "{token}")


def client(port: int, path: str, tokens: list[str], start, results) -> None:
    """Make journeys as fast as they go, each from a phone of its own."""
    start.wait()
    times = []
    for token in tokens:
        phone = Phone(port)
        times.append(phone.journey(path.format(token=token)))
        phone.connection.close()
    results.put(times)


def crowd_through(port: int, path: str, tokens: list[str]) -> tuple[float, list[float]]:
    """Send everybody through at once; give the seconds it took and each journey's."""
    context = multiprocessing.get_context("spawn")
    start, results = context.Barrier(CLIENTS + 1), context.Queue()
    shares = [tokens[place::CLIENTS] for place in range(CLIENTS)]
    processes = [
        context.Process(target=client, args=(port, path, share, start, results)) for share in shares
    ]
    for process in processes:
        process.start()
    start.wait()
    begun = time.perf_counter()
    times = [seconds for _ in processes for seconds in results.get(timeout=300)]
    took = time.perf_counter() - begun
    for process in processes:
        process.join()
    return took, times


def measure() -> Iterator[Figure]:
    """Send crowds through a server as `tolqyn serve` runs it."""
    rates, middles, slowest, memory, spent = [], [], [], [], []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            crowd = gather(Path(folder), CLIENTS * EACH)
            crowd.agree()
            tokens = crowd.tokens()
            with serving(crowd.folder, workers=2) as server:
                path = form_path(server.port, tokens[0])
                before = spent_by(server.pid)
                took, times = crowd_through(server.port, path, tokens)
                spent.append((spent_by(server.pid) - before) / len(times) * 1000)
                memory += memory_of(server.pid)
        rates.append(len(times) / took)
        middles.append(statistics.median(times) * 1000)
        slowest.append(statistics.quantiles(times, n=20)[-1] * 1000)
    many = f"{CLIENTS} clients, {CLIENTS * EACH} journeys"
    yield Figure(f"{many}: per second", rates, "/s", 150, 14.7, more_is_better=True)
    yield Figure(f"{many}: p50", middles, "ms", None, 540)
    yield Figure(f"{many}: p95", slowest, "ms", 150, 720)
    # Other work on the machine changes the rate, but hardly this one: cores / this = the ceiling.
    yield Figure("processor time of the server per journey", spent, "ms")
    yield Figure("memory of a worker after the journeys (RSS)", memory, "MB", 90)
