"""Two workstations for the tests of view models and of the window."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from officer_app.viewmodels.checking import CheckingModel
from officer_app.viewmodels.inspection import InspectionModel
from tests.viewmodels.world import CHECKER, INSPECTOR, World, make_world, signed_in


@pytest.fixture
def counter_world(tmp_path: Path) -> Iterator[World]:
    """An inspection counter."""
    world = make_world(tmp_path / "counter", "inspection")
    yield world
    world.close()


@pytest.fixture
def post_world(tmp_path: Path) -> Iterator[World]:
    """A checking post that stands alone."""
    world = make_world(tmp_path / "post", "checking_post")
    yield world
    world.close()


@pytest.fixture
def inspection(counter_world: World) -> InspectionModel:
    """The counter's model, an inspector at the desk."""
    model = InspectionModel(counter_world.tools)
    model.sign_in(signed_in(INSPECTOR), {})
    return model


@pytest.fixture
def checking(post_world: World) -> CheckingModel:
    """The post's model, a checking officer at the desk."""
    model = CheckingModel(post_world.tools)
    model.sign_in(signed_in(CHECKER), {})
    return model
