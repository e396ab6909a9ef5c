"""What every test gets: no screen, no real home, and a failure for each warning logged or thread left behind."""

import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

GRACE_S = 5.0

hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None)


def pytest_configure(config: pytest.Config) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["LANG"] = os.environ["LC_ALL"] = "C.UTF-8"
    os.environ.pop("LANGUAGE", None)
    hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.fixture(scope="session", autouse=True)
def no_real_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A home of the session's own: what Qt, fontconfig or the program keep for a user goes there."""
    home = tmp_path_factory.mktemp("home")
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(autouse=True)
def workstation_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the program takes for its home in this test; it does not exist yet."""
    home = tmp_path / "workstation"
    monkeypatch.setenv("OFFICER_APP_HOME", str(home))
    for name in ("OFFICER_APP_PASSWORD", "OFFICER_APP_SECOND_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    return home


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture
def expected_warnings() -> list[logging.LogRecord]:
    """Ask for it in a test that is about a warning: the records at WARNING and above, to be looked at there."""
    return []


@pytest.fixture(autouse=True)
def no_unexpected_warnings(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test in which officer_app logged at WARNING or above, unless it asked for `expected_warnings`."""
    handler = _Warnings()
    expected = "expected_warnings" in request.fixturenames
    if expected:
        handler.records = request.getfixturevalue("expected_warnings")
    logger = logging.getLogger("officer_app")
    logger.addHandler(handler)
    yield
    logger.removeHandler(handler)
    if handler.records and not expected:
        said = "\n".join(f"{each.levelname} {each.name}: {each.getMessage()}" for each in handler.records)
        pytest.fail(f"logged in a test that did not ask for expected_warnings:\n{said}", pytrace=False)


@pytest.fixture(autouse=True)
def no_thread_left_behind() -> Iterator[None]:
    """Fails a test whose threads are still alive after it; ending ones get a few seconds to end."""
    before = set(threading.enumerate())
    yield
    left = [each for each in threading.enumerate() if each not in before and _ours(each)]
    for thread in left:
        thread.join(GRACE_S)
    alive = [thread.name for thread in left if thread.is_alive()]
    if alive:
        pytest.fail(f"threads left behind: {', '.join(alive)}", pytrace=False)


def _ours(thread: threading.Thread) -> bool:
    # Python cannot tell when a foreign (Qt) thread has ended and lists it for ever; Qt itself aborts on a
    # QThread destroyed while it runs.
    return not isinstance(thread, threading._DummyThread)
