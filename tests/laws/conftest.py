"""One house for all laws about pages."""

import pytest
from flask.testing import FlaskClient

from tests.app.houses import House, house
from tests.laws.addresses import find_places, open_browsers


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> House:
    """Give a house with the study `try`."""
    return house(tmp_path_factory.mktemp("routes"))


@pytest.fixture(scope="module")
def places(home) -> dict[str, str]:
    """Say what stands for each name in an address."""
    return find_places(home)


@pytest.fixture(scope="module")
def browsers(home) -> dict[str, FlaskClient]:
    """Give one browser per kind of person; staff are signed in."""
    return open_browsers(home)
