"""The chain of a workstation's own acts: the key it signs with, its first act, and whose chain a journal holds."""

from datetime import datetime

from officer_app.core.acts import ActKind, Draft, Subject
from officer_app.core.ports import Signer
from officer_app.paths import Home
from officer_app.security import station_keys
from officer_app.settings import Settings
from officer_app.store.journal import SqliteJournal
from officer_app.workstation.trouble import Trouble

STATION_KEY = "station_key"
"""The name under which the encrypted journal keeps the workstation's own private key (hex)."""


def own_key(journal: SqliteJournal) -> Signer:
    """The workstation's own key, for what no officer signs."""
    return station_keys.load(bytes.fromhex(journal.value(STATION_KEY)))


def open_chain(journal: SqliteJournal, act_id: str, at: datetime) -> None:
    """Make the workstation's own key and begin its chain with an act that declares it; harmless to repeat."""
    if not journal.value(STATION_KEY):
        journal.keep_value(STATION_KEY, station_keys.create().hex())
    signer = own_key(journal)
    if journal.own_acts(0, 1):
        return
    opened = Draft(
        act_id=act_id,
        kind=ActKind.STATION_OPENED,
        subject=Subject("station", journal.station.name),
        officer="",
        at=at,
        fields={"public_key": signer.public_key.hex(), "desk": journal.station.desk},
    )
    journal.record(opened, signer)


def prove_own(home: Home, settings: Settings, journal: SqliteJournal) -> None:
    """The journal has to hold the chain of the workstation that the settings name. Raises Trouble, StoreError."""
    station = settings.station
    first = next(iter(journal.own_acts(0, 1)), None)
    if not journal.value(STATION_KEY) or first is None or first.site != station.site:
        raise Trouble("other_station", path=str(home.folder), name=station.name, site=station.site)
    if first.mode != station.mode:
        # Training that became real work by a line in a file would stand among real acts for ever.
        raise Trouble("other_mode", path=str(home.folder), mode=first.mode, wanted=str(station.mode))
