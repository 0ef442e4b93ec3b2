"""A house behind a real server: the program in a process of its own, on a port of its own."""

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from subprocess import STDOUT, Popen, TimeoutExpired

SECRET = "a secret of the tests"
PATIENCE = 30.0
SERVE = "import sys; from app.cli.main import main; sys.argv[0] = 'tolqyn'; main()"
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    host: str
    port: int
    pid: int
    started_in: float
    """Seconds from the command to the first answered request."""

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://{self.host}:{self.port}"


def free_port() -> int:
    """Find a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(data: Path, workers: int = 1, **more: str) -> dict[str, str]:
    """What `tolqyn serve` is started with; nothing of the caller's own settings."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("TOLQYN_")}
    own = {"TOLQYN_DATA": str(data), "TOLQYN_SECRET": SECRET, "TOLQYN_WORKERS": str(workers)}
    return plain | own | more


def launch(
    data: Path,
    port: int,
    workers: int = 1,
    program: str = SERVE,
    root: Path = ROOT,
    **more: str,
) -> Popen:
    """Start `tolqyn serve` over a data folder; its workers are of its process group.

    `root` is where the program lies: another release may lie in a folder of its own.
    """
    with (data / "server.log").open("ab") as log:
        return Popen(
            [sys.executable, "-c", program, "serve", "--port", str(port)],
            env=environment(data, workers, **more),
            cwd=root,
            stdout=log,
            stderr=STDOUT,
            start_new_session=True,
        )


@contextmanager
def serving(
    data: Path,
    workers: int = 1,
    program: str = SERVE,
    port: int = 0,
    root: Path = ROOT,
    **more: str,
) -> Iterator[Server]:
    """Run `tolqyn serve` over a data folder, on a port of its own unless one is given."""
    port = port or free_port()
    begun = time.perf_counter()
    process = launch(data, port, workers, program, root, **more)
    try:
        wait_for_answer(process, port, data)
        yield Server("127.0.0.1", port, process.pid, time.perf_counter() - begun)
    finally:
        stop(process)


def wait_for_answer(process: Popen, port: int, data: Path) -> None:
    """Wait for the first answer."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/health")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            time.sleep(0.01)
        finally:
            connection.close()
    raise AssertionError(f"the server did not start:\n{(data / 'server.log').read_text()}")


def stop(process: Popen) -> None:
    """Stop the server and its workers."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(10)
    except TimeoutExpired:
        kill(process)


def kill(process: Popen) -> None:
    """Kill the server and its workers at once, without a word."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
