"""The forms that ship, and one press, for the whole session."""

import pytest

from officer_app.print.forms import Forms
from officer_app.print.render import Press, press
from tests.print.paper import TEMPLATES


@pytest.fixture(scope="session")
def forms() -> Forms:
    return Forms(TEMPLATES)


@pytest.fixture(scope="session")
def sarabun() -> Press:
    return press(None)
