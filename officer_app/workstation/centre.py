"""The line to the centre: made from the settings and the password kept in the encrypted journal."""

from dataclasses import replace

from officer_app import settings as settings_file
from officer_app.central.address import BadCentralUrl, NotEncrypted, parse_address
from officer_app.central.client import PgCentral
from officer_app.core.ports import Central
from officer_app.paths import Home
from officer_app.settings import BadSettings, Settings
from officer_app.store.journal import SqliteJournal
from officer_app.workstation.trouble import Trouble

AT_CENTRE = "centre_login"
"""The name under which the encrypted journal keeps the workstation's password at the centre."""


def connect(settings: Settings, journal: SqliteJournal) -> Central | None:
    """The centre of these settings, not yet contacted; None for a workstation that stands alone. Raises Trouble."""
    if not settings.central_url:
        return None
    try:
        return PgCentral(settings.central_url, journal.value(AT_CENTRE))
    except (BadCentralUrl, NotEncrypted) as error:
        raise Trouble("bad_url", detail=str(error)) from error


def join(home: Home, settings: Settings, journal: SqliteJournal, url: str, password: str) -> Settings:
    """Connect a workstation to its centre from now on; gives the new settings. Raises Trouble."""
    try:
        parse_address(url)
        joined = replace(settings, central_url=url)
    except (BadCentralUrl, NotEncrypted, BadSettings) as error:
        raise Trouble("bad_url", detail=str(error)) from error
    journal.keep_value(AT_CENTRE, password)
    try:
        settings_file.save(joined, home.settings)
    except OSError as error:
        raise Trouble("home_unwritable", path=str(home.folder), detail=error.strerror or "") from error
    return joined
