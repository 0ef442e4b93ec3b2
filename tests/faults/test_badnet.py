"""The bad network does what its weather says, and nothing in good weather."""

import asyncio
import random

import pytest

from tests.faults.badnet import Weather, bad_network

CALM = Weather(drops_request=0, truncates=0, loses_reply=0, doubles=0, delays=0)
REQUEST = b"PUT /x HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody"
REPLY = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


async def ask_through(weather: Weather) -> tuple[bytes, list[bytes]]:
    """Send one request; give what came back, and what the server was sent."""
    arrived: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        arrived.append(await reader.read(len(REQUEST)))
        writer.write(REPLY)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, bad_network(port, random.Random(1), weather) as (_, front):
        reader, writer = await asyncio.open_connection("127.0.0.1", front)
        writer.write(REQUEST)
        try:
            answer = await reader.readexactly(len(REPLY))
        except (asyncio.IncompleteReadError, ConnectionError):
            answer = b""
        writer.close()
    return answer, arrived


@pytest.mark.parametrize(
    ("weather", "answer", "arrived"),
    [
        (CALM, REPLY, [REQUEST]),
        (Weather(1, 0, 0, 0, 0), b"", []),
        (Weather(0, 0, 1, 0, 0), b"", [REQUEST]),
        (Weather(0, 0, 0, 1, 0), REPLY, [REQUEST, REQUEST]),
        (Weather(0, 0, 0, 0, 1, 0.01), REPLY, [REQUEST]),
    ],
    ids=["calm", "drops the request", "loses the reply", "doubles", "delays"],
)
def test_the_weather_does_what_it_says(weather, answer, arrived):
    assert asyncio.run(ask_through(weather)) == (answer, arrived)


def test_a_truncated_request_arrives_in_part():
    answer, arrived = asyncio.run(ask_through(Weather(0, 1, 0, 0, 0)))
    assert answer == b""
    assert all(part != REQUEST and REQUEST.startswith(part) for part in arrived)
