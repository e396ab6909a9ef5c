"""The lines to the centre and to the post's own server: from the settings, and passwords kept in the journal."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

from officer_app import settings as settings_file
from officer_app.core.ports import Central
from officer_app.paths import Home
from officer_app.settings import BadSettings, Settings
from officer_app.store.journal import SqliteJournal
from officer_app.workstation.trouble import Trouble

AT_CENTRE = "centre_login"
AT_POST = "post_login"
"""Under these names the encrypted journal keeps the workstation's passwords, at the centre and at its post's server."""


def connect(settings: Settings, journal: SqliteJournal) -> Central | None:
    """The centre of these settings, not yet contacted; None for a workstation that stands alone. Raises Trouble."""
    return _line(settings.central_url, journal, AT_CENTRE)


def connect_post(settings: Settings, journal: SqliteJournal) -> Central | None:
    """The own server of the post we stand at, not yet contacted; None where there is none. Raises Trouble."""
    return _line(settings.post_url if settings.post else "", journal, AT_POST)


def join(home: Home, settings: Settings, journal: SqliteJournal, url: str, password: str) -> Settings:
    """Connect a workstation to its centre from now on; gives the new settings. Raises Trouble."""
    return _join(home, journal, url, lambda: replace(settings, central_url=url), (AT_CENTRE, password))


def join_post(home: Home, settings: Settings, journal: SqliteJournal, url: str, password: str) -> Settings:
    """Connect a workstation to its post's own server from now on; gives the new settings. Raises Trouble."""
    return _join(home, journal, url, lambda: replace(settings, post_url=url), (AT_POST, password))


def _line(url: str, journal: SqliteJournal, login: str) -> Central | None:
    # A workstation that stands alone does not load what it would need for a centre.
    return _client(url, journal.value(login)) if url else None


def _client(url: str, password: str) -> Central:
    address = import_module("officer_app.central.address")
    try:
        central: Central = import_module("officer_app.central.client").PgCentral(url, password)
    except (address.BadCentralUrl, address.NotEncrypted) as error:
        raise Trouble("bad_url", detail=error.why) from error
    return central


def _join(
    home: Home, journal: SqliteJournal, url: str, changed: Callable[[], Settings], login: tuple[str, str]
) -> Settings:
    address = import_module("officer_app.central.address")
    unfit: tuple[type[Exception], ...] = (address.BadCentralUrl, address.NotEncrypted, BadSettings)
    try:
        address.parse_address(url)
        joined = changed()
    except unfit as error:
        raise Trouble("bad_url", detail=str(error)) from error
    journal.keep_value(*login)
    try:
        settings_file.save(joined, home.settings)
    except OSError as error:
        raise Trouble("home_unwritable", path=str(home.folder), detail=error.strerror or "") from error
    return joined
