"""The demonstration's little world: a PostgreSQL, a network that can be cut, two workstations with their scanners."""

import json
import os
import secrets
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from officer_app import settings as settings_file
from officer_app.central import admin
from officer_app.central.embedded import EmbeddedPostgres
from officer_app.cli.administration import administration
from officer_app.cli.demo.place import ROUND
from officer_app.cli.stopping import Stop
from officer_app.core.acts import Mode, format_time, parse_time
from officer_app.core.records import Permit, Provenance, Record
from officer_app.core.refusals import Refusal
from officer_app.devices.simulated_scanner import SimulatedScanner
from officer_app.messages.sample_permits import sample_permits
from officer_app.messages.sample_transits import sample_transits
from officer_app.paths import Home
from officer_app.settings import Settings
from officer_app.sync.fault_proxy import FaultProxy
from officer_app.usecases.import_records import permit_records
from officer_app.workstation.centre import join
from officer_app.workstation.opening import Workstation, create, now, open_workstation

SITE = "CE"
POST = "CP-1"
DATABASE = "central"


@dataclass(frozen=True)
class Role:
    """One person of the demonstration: where he works and what he may do."""

    home: str
    name: str
    display: str
    roles: frozenset[str]


PEOPLE = (
    Role("ce-1", "somchai", "สมชาย ตัวอย่าง", frozenset({"inspection", "xray", "supervisor"})),
    Role("ce-1", "wanida", "วนิดา ตัวอย่าง", frozenset({"transit", "counter_services"})),
    Role("cp-1", "malee", "มาลี ตัวอย่าง", frozenset({"checking_post"})),
)
STATIONS = {
    "ce-1": Settings(site=SITE, desk="inspection", name="CE-1", mode=Mode.SAMPLE, sync_every_s=1),
    "cp-1": Settings(site=SITE, desk="checking_post", name="CP-1", post=POST, mode=Mode.SAMPLE, sync_every_s=1),
}


class Town:
    """Everything the round needs, in one folder. Entered again after a crash it goes on with what is there."""

    def __init__(self, folder: Path, stop: Stop) -> None:
        self._folder = folder
        self._stop = stop
        self._open = ExitStack()

    def __enter__(self) -> Self:
        try:
            self._build()
        except BaseException:
            self._open.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    @property
    def admin_url(self) -> str:
        """The administration's URL of the centre; holds a password, so it is never printed."""
        return self.postgres.admin_url(DATABASE)

    def _build(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = self._kept()
        self.password = str(kept["password"])
        self.began = parse_time(str(kept["began"]))
        self.permits: list[Permit] = sample_permits(self.began)
        self.transits: list[Record] = sample_transits(self.began)
        self.postgres = self._open.enter_context(EmbeddedPostgres(self._folder / "postgres"))
        self._stop.check()
        with administration():
            admin.init(self.admin_url)
        self._stop.check()
        self.proxy = FaultProxy(self.postgres.port)
        self._open.callback(self.proxy.close)
        records = permit_records(self.permits, Provenance.SAMPLE, self.began)
        with administration():
            admin.load(self.admin_url, SITE, [*records, *self.transits])
        self.scanners = {name: self._open.enter_context(SimulatedScanner()) for name in STATIONS}
        self.stations = {name: self._station(name) for name in STATIONS}

    def _station(self, name: str) -> Workstation:
        self._stop.check()
        home = Home(self._folder / name)
        if not home.settings.exists():
            create(home.folder, STATIONS[name])
        # The port and the scanner's path are new at every start; enrolling again gives a new password, too.
        current = replace(settings_file.load(home.settings), scanners=(self.scanners[name].url,), central_url="")
        settings_file.save(current, home.settings)
        alone = open_workstation(home.folder)
        try:
            self._people(alone, name)
            station, key = current.station, alone.station_signer.public_key
            with administration():
                given = admin.enrol(self.admin_url, SITE, station.name, station.desk, station.post, key, station.mode)
            url = given.url.replace(f":{self.postgres.port}/", f":{self.proxy.port}/")
            join(home, current, alone.journal, url, given.password)
        finally:
            alone.close()
        opened = open_workstation(home.folder)
        self._open.callback(opened.close)
        return opened

    def _people(self, workstation: Workstation, home: str) -> None:
        known = {account.name for account in workstation.officers.everyone()}
        for person in PEOPLE:
            if person.home == home and person.name not in known:
                added = workstation.officers.add(person.name, person.display, person.roles, self.password)
                if isinstance(added, Refusal):
                    raise RuntimeError(f"cannot add the officer {person.name}: {added.code}")

    def _kept(self) -> dict[str, object]:
        """What must be the same when the round goes on after a crash: the officers' password and the sample's day."""
        file = self._folder / "round.json"
        if not file.exists():
            fresh = file.with_suffix(".new")
            began: datetime = now().replace(microsecond=0)
            with os.fdopen(
                os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
            ) as stream:
                json.dump({"round": ROUND, "password": secrets.token_urlsafe(12), "began": format_time(began)}, stream)
            fresh.replace(file)
        kept: dict[str, object] = json.loads(file.read_text("utf-8"))
        return kept
