"""`serve` and `demo`."""

import socket

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from app import demo as demo_study
from app.cli.opening import House, Refused, open_house
from app.db import durability, sqlite_is_sound

EVERY_ADDRESS = "0.0.0.0"  # noqa: S104  (only compared with)
HOST = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
PORT = click.option("--port", default=8080, show_default=True, help="Port to listen on.")


def refuse_taken_port(host: str, port: int) -> None:
    """Refuse a port on which another program listens."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as taken:
            raise Refused(f"Port {port} is taken: choose another with --port.") from taken


def run_server(house: House, host: str, port: int) -> None:
    """Serve until stopped; every worker is a process of its own."""
    refuse_taken_port(host, port)
    if not house.database.is_postgresql and not sqlite_is_sound():
        click.echo("This SQLite has a known fault; a slower, safe mode is used.", err=True)
    click.echo(f"Data: {durability(house.database)}")
    click.echo(f"Open http://{host}:{port}/ (Ctrl+C stops)")
    house.database.engine.dispose()
    Granian(
        "app.factory:create_worker",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=house.settings.workers,
        blocking_threads=2,
        backlog=1024,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    ).serve()


@click.command()
@HOST
@PORT
def serve(host: str, port: int) -> None:
    """Serve the pages."""
    run_server(open_house(), host, port)


@click.command()
@HOST
@PORT
@click.option("--no-serve", is_flag=True, help="Load the demo and print the links only.")
def demo(host: str, port: int, no_serve: bool) -> None:
    """Make the demo studies if there are none, print one link per role, serve."""
    house = open_house()
    shown = "localhost" if host in ("127.0.0.1", EVERY_ADDRESS) else host
    address = house.settings.address or f"http://{shown}:{port}"
    try:
        with house.database.writing() as session:
            demo_study.make_demo(session)
    except demo_study.NotInvented as real:
        raise Refused(
            f"{house.settings.data} holds a real study {str(real)!r}: it is left alone. "
            "Name another folder in TOLQYN_DATA for the demo."
        ) from real
    with house.database.writing() as session:
        lines = list(demo_study.links(session, house.settings.secret, address))
    for line in lines:
        click.echo(str(line))
    if not no_serve:
        run_server(house, host, port)
