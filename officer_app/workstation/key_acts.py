"""What a workstation records about keys: registered, certified by the office, revoked; and what follows from it."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from officer_app.core.acts import Act, ActKind, Draft, Subject, format_time
from officer_app.core.canonical import Value, clean_text
from officer_app.core.ports import Clock, NewId, Signer
from officer_app.core.refusals import Refusal
from officer_app.security import keys
from officer_app.security.accounts import Account
from officer_app.security.chain_keys import Registration, declared_key, known_keys
from officer_app.security.key_standing import KINDS, KeyState, Standing, read_certificate, read_revocation, standings
from officer_app.security.statements import CERTIFICATE, REVOCATION, Statement, said_by
from officer_app.store.journal import SqliteJournal
from officer_app.workstation.known_time import no_earlier
from officer_app.workstation.remembered import Remembered

REASONS = ("lost_password", "stolen", "left", "replaced", "mistake")
"""Why a key is revoked: for programs; the sentence beside it is free."""


class KeyActs:
    """Records with the workstation's own key; `root` gives the office root's public key, or nothing."""

    def __init__(
        self, journal: SqliteJournal, station_signer: Signer, clock: Clock, new_id: NewId, root: Callable[[], bytes]
    ) -> None:
        self._journal = journal
        self._station_signer = station_signer
        self._clock = clock
        self._new_id = new_id
        self._root = root
        # Asked at every stamp's code: a fold of thousands of officers' keys, each with a signature to check.
        registering = (ActKind.STATION_OPENED, ActKind.KEY_REGISTERED)
        self._registrations = Remembered(journal, registering, self._fold_registrations)
        self._names = Remembered(journal, registering, self._fold_names)
        self._standings = Remembered(journal, KINDS, self._fold_standings)

    @property
    def root(self) -> bytes:
        """The public key of the office root that is trusted here; empty where none is."""
        return self._root()

    def no_earlier(self) -> datetime:
        """The earliest that it can be now (UTC), whatever this machine's clock says; see `known_time`."""
        return no_earlier(self._journal, self._clock())

    def register(self, account: Account) -> Act | Refusal:
        """Make the account's key known: from here on it may sign."""
        fields: dict[str, Value] = {
            "officer": account.name,
            "display": account.display,
            "key_id": account.key_id,
            "public_key": account.public_key.hex(),
            "algorithm": keys.algorithm(account.public_key),
        }
        return self._record(ActKind.KEY_REGISTERED, fields)

    def revoke(self, key_id: str, since: datetime, reason: str, words: str = "") -> Act | Refusal:
        """The key is worth nothing from `since` (UTC) on; `reason` is one of REASONS."""
        fields = {"key_id": key_id, "since": format_time(since), "reason": reason, "words": clean_text(words)}
        return self._record(ActKind.KEY_REVOKED, fields)

    def take(self, statement: Statement) -> Act | Refusal | None:
        """Record what the office root says of a key; None where it is known already or speaks of no key.

        Refused where it is not the word of the root that is trusted here.
        """
        if not self.root:
            return Refusal("no_root")
        known = [act.fields.get("statement") for act in self._acts((ActKind.KEY_CERTIFIED, ActKind.KEY_REVOKED))]
        if statement in known:
            return None
        certificate = read_certificate(said_by(self.root, statement, CERTIFICATE))
        if certificate is not None:
            about = {"key_id": certificate.key_id, "holder": certificate.holder}
            return self._record(ActKind.KEY_CERTIFIED, {**about, "statement": statement})
        revocation = read_revocation(said_by(self.root, statement, REVOCATION), by_root=True)
        if revocation is None:
            return Refusal("bad_statement")
        words = {"since": format_time(revocation.since), "reason": revocation.reason, "words": revocation.words}
        return self._record(ActKind.KEY_REVOKED, {"key_id": revocation.key_id, **words, "statement": statement})

    def standing(self, key_id: str) -> Standing:
        """What is known of one key."""
        return self.standings().get(key_id, Standing(key_id))

    def standings(self) -> Mapping[str, Standing]:
        """What is known of all keys that were certified or revoked, as far as this journal knows."""
        return self._standings.get(self.root)

    def registrations(self) -> Mapping[str, Registration]:
        """Officers' keys by key id, as workstations registered them; other workstations' as far as they are known."""
        return self._registrations.get()

    def _fold_standings(self) -> Mapping[str, Standing]:
        return standings(self._acts(KINDS), self.root, {self._journal.station.name: self._station_signer.public_key})

    def _fold_registrations(self) -> Mapping[str, Registration]:
        acts = list(self._acts((ActKind.STATION_OPENED, ActKind.KEY_REGISTERED)))
        declared = {act.station: declared_key(act) for act in acts if act.kind == ActKind.STATION_OPENED}
        stations = {name: key for name, key in declared.items() if key is not None}
        own = {self._journal.station.name: self._station_signer.public_key}
        return known_keys(acts, {**stations, **own})

    def names(self) -> Mapping[str, str]:
        """The names people read, by account, of every officer whose key was registered as far as this journal knows."""
        return self._names.get()

    def _fold_names(self) -> Mapping[str, str]:
        registered = self._acts((ActKind.KEY_REGISTERED,))
        return {act.text("officer"): act.text("display") or act.text("officer") for act in registered}

    def request(self, accounts: Iterable[Account]) -> dict[str, object]:
        """What the office is asked to certify: this workstation's key and those of `accounts`."""
        station = self._journal.station
        own = self._asked("station", station.name, station.name, self._station_signer.public_key, frozenset())
        officers = [
            self._asked("officer", each.name, each.display, each.public_key, each.roles)
            for each in accounts
            if each.public_key
        ]
        return {"what": REQUEST, "site": station.site, "station": station.name, "keys": [own, *officers]}

    def request_file(self, accounts: Iterable[Account]) -> bytes:
        """`request` as the file that goes to the office."""
        return (json.dumps(self.request(accounts), ensure_ascii=False, indent=1) + "\n").encode("utf-8")

    def uncertified(self, accounts: Iterable[Account]) -> tuple[str, ...]:
        """Whose keys of this workstation (its own, those of `accounts`) the trusted office has not certified."""
        own = (self._journal.station.name, self._station_signer.key_id)
        held = [own, *((each.name, each.key_id) for each in accounts if each.key_id and each.active)]
        at = self._clock()
        return tuple(name for name, key_id in held if self.standing(key_id).at(at) is not KeyState.CERTIFIED)

    @staticmethod
    def _asked(kind: str, holder: str, display: str, public_key: bytes, roles: frozenset[str]) -> dict[str, object]:
        return {
            "kind": kind,
            "holder": holder,
            "display": display,
            "key_id": keys.key_id(public_key),
            "public_key": public_key.hex(),
            "algorithm": keys.algorithm(public_key),
            "roles": sorted(roles),
        }

    def _acts(self, kinds: Iterable[ActKind]) -> Iterable[Act]:
        for kind in kinds:
            yield from self._journal.acts_of_kind(kind)

    def _record(self, kind: ActKind, fields: Mapping[str, Value]) -> Act | Refusal:
        subject = Subject("station", self._journal.station.name)
        draft = Draft(self._new_id(), kind, subject, officer="", at=self._clock(), fields=fields)
        return self._journal.record(draft, self._station_signer)


REQUEST = "officer-app key request"
"""What a file says that asks the office to certify keys."""
