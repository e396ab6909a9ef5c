"""The chaos run's place: a centre and a post's own server on PostgreSQL, workstations, a proxy on each line."""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from officer_app.central import admin
from officer_app.central.embedded import EmbeddedPostgres
from officer_app.core.acts import Mode
from officer_app.core.records import Provenance
from officer_app.paths import Home
from officer_app.settings import Settings, load
from officer_app.sync.fault_proxy import FaultProxy
from officer_app.workstation.centre import join, join_post
from officer_app.workstation.opening import create, now, open_workstation
from tests.fakes import permit, record

SITE = "CE"
NUMBERS = tuple(f"9911A00001{place:02d}" for place in range(40))
POSTS = {"CP-1a": "CP-1", "CP-1b": "CP-1", "CP-2a": "CP-2", "CP-2b": "CP-2"}
DESKS = dict.fromkeys(("CE-1", "CE-2"), "inspection") | dict.fromkeys(POSTS, "checking_post")
TRANSIT = dict.fromkeys(("TR-1", "TR-2"), "transit")
OFFICE = "4901"
OWN_SERVER = "CP-1"
PEOPLE = {
    "inspection": {"somchai": {"inspection"}, "anong": {"supervisor"}, "prasit": {"supervisor"}},
    "transit": {"prasit": {"transit", "supervisor"}, "wanida": {"transit", "signer", "supervisor"}},
    "checking_post": {"malee": {"checking_post"}, "anong": {"supervisor"}, "prasit": {"supervisor"}},
}


@dataclass
class Place:
    """A workstation's home, its lines, and the process that works in it."""

    home: Path
    proxies: list[FaultProxy] = field(default_factory=list)
    process: subprocess.Popen[bytes] | None = None

    @property
    def said(self) -> Path:
        """What its processes answered."""
        return self.home.with_suffix(".jsonl")

    def lines(self) -> Iterator[dict[str, object]]:
        """Every whole line of it; the last one of a killed process may be cut off."""
        for text in self.said.read_text("utf-8").splitlines() if self.said.exists() else ():
            try:
                yield json.loads(text)
            except ValueError:
                continue


class RealTown:
    """Everything running; `with` ends it. `transit`: two transit workstations of one office are there as well."""

    def __init__(self, folder: Path, *, transit: bool = False) -> None:
        self._folder = folder
        self._desks = DESKS | (TRANSIT if transit else {})
        self._open = ExitStack()
        self.password = secrets.token_urlsafe(12)
        self.places: dict[str, Place] = {}

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

    def start(self, name: str, seed: int) -> None:
        """Start, or start again, the process of a workstation."""
        place = self.places[name]
        env = {**os.environ, "OFFICER_APP_PASSWORD": self.password}
        words = [sys.executable, "-m", "tests.chaos.workstation_program", str(place.home), str(seed)]
        with place.said.open("ab") as out, place.home.with_suffix(".err").open("ab") as err:
            place.process = subprocess.Popen(words, stdout=out, stderr=err, env=env, cwd=Path(__file__).parents[2])

    def kill(self, name: str) -> None:
        """Kill -9."""
        process = self.places[name].process
        if process is not None:
            process.kill()
            process.wait()

    def _build(self) -> None:
        self.centre = self._open.enter_context(EmbeddedPostgres(self._folder / "centre"))
        self.post = self._open.enter_context(EmbeddedPostgres(self._folder / "post"))
        for server, post in ((self.centre, ""), (self.post, OWN_SERVER)):
            admin.init(server.admin_url("central"))
            admin.prepare_site(server.admin_url("central"), SITE, Mode.SAMPLE, post)
        made = [record(permit(number), now(), Provenance.CORE) for number in NUMBERS]
        admin.load(self.centre.admin_url("central"), SITE, made)
        for name, desk in self._desks.items():
            self.places[name] = self._place(name, desk, POSTS.get(name, ""))
            self._open.callback(self.kill, name)
        admin.set_authority(self.centre.admin_url("central"), SITE, OWN_SERVER, "post", OWN_SERVER)

    def _place(self, name: str, desk: str, post: str) -> Place:
        place = Place(self._folder / name)
        home = Home(place.home)
        settings = Settings(site=SITE, desk=desk, name=name, post=post, posts=("CP-1", "CP-2"), mode=Mode.SAMPLE)
        create(place.home, replace(settings, office=OFFICE if desk == "transit" else ""))
        with closing(open_workstation(place.home)) as alone:
            for person, roles in PEOPLE[desk].items():
                alone.officers.add(person, person.title(), frozenset(roles), self.password)
            for server in (self.centre, self.post) if post == OWN_SERVER else (self.centre,):
                proxy = FaultProxy(server.port)
                self._open.callback(proxy.close)
                place.proxies.append(proxy)
                station, key = alone.settings.station, alone.station_signer.public_key
                given = admin.enrol(server.admin_url("central"), SITE, name, desk, post, key, station.mode)
                url = given.url.replace(f":{server.port}/", f":{proxy.port}/")
                (join if server is self.centre else join_post)(
                    home, load(home.settings), alone.journal, url, given.password
                )
        return place
