"""Officers of a workstation: their accounts, their sign-in, and their keys registered in the chain."""

from collections.abc import Mapping

from officer_app.core.acts import Act, ActKind, Draft, Subject
from officer_app.core.buddhist import datetime_be
from officer_app.core.ports import Clock, NewId, Person, SignedIn, Signer
from officer_app.core.refusals import Refusal, Refused
from officer_app.core.roles import ROLES, name_key
from officer_app.core.scanned_text import printable
from officer_app.security import account_documents, accounts
from officer_app.security.chain_keys import Registration, declared_key, known_keys
from officer_app.store.journal import SqliteJournal
from officer_app.store.officers import OfficerTable


class Officers:
    """Accounts kept in the journal; each new key is registered by an act that the workstation's own key signs."""

    def __init__(self, journal: SqliteJournal, station_signer: Signer, clock: Clock, new_id: NewId) -> None:
        self._journal = journal
        self._table = OfficerTable(journal)
        self._station_signer = station_signer
        self._clock = clock
        self._new_id = new_id

    def everyone(self) -> list[accounts.Account]:
        """All accounts by name."""
        return [account_documents.read(doc) for doc in self._table.all().values()]

    def people(self) -> list[Person]:
        """Those who may sign in, by name."""
        return [account.person for account in self.everyone() if account.active]

    def add(self, name: str, display: str, roles: frozenset[str], password: str) -> Person | Refusal:
        """A new officer with a new key. The first one of a workstation is also administrator (design §14)."""
        if unknown := sorted(roles - set(ROLES)):
            return Refusal("unknown_role", {"role": ", ".join(unknown), "roles": ", ".join(ROLES)})
        known = self._table.all()
        given = roles | {"administrator"} if not known else roles
        try:
            account = accounts.create(name, display or name, frozenset(given), password)
        except Refused as refused:
            return refused.refusal
        if taken := self._named(account.name):
            return Refusal("name_taken", {"name": account_documents.read(taken).name})
        # The key first: an account without its registered key could sign acts that nobody can check.
        self._register(account)
        self._table.keep(account.name, account_documents.write(account))
        return account.person

    def sign_in(self, name: str, password: str) -> SignedIn | Refusal:
        """The officer with his key unlocked, or why not; failures are stored before the answer is given."""
        doc = self._named(name)
        found = account_documents.read(doc) if doc else None
        answer = accounts.attempt(found, password, self._clock())
        if isinstance(answer, accounts.Locked):
            if answer.until is None:
                return Refusal("account_locked")
            return Refusal("locked", {"until": datetime_be(answer.until)})
        if answer.account is not None and answer.account != found:
            self._table.keep(answer.account.name, account_documents.write(answer.account))
        if isinstance(answer, accounts.SignedIn):
            return SignedIn(answer.account.person, answer.signer)
        if isinstance(answer, accounts.KeyUnusable):
            return Refusal("key_unusable", {"reason": answer.code})
        return Refusal("wrong_password")

    def set_active(self, name: str, *, active: bool) -> Person | Refusal:
        """Lock or unlock an account."""
        doc = self._named(name)
        if not doc:
            return Refusal("unknown_officer", {"name": printable(name)})
        account = account_documents.read(doc)
        changed = accounts.unlock(account) if active else accounts.lock(account)
        self._table.keep(account.name, account_documents.write(changed))
        return changed.person

    def keys(self) -> Mapping[str, Registration]:
        """Officers' keys by key id, as workstations registered them; other workstations' as far as they are known."""
        opened = self._journal.acts_of_kind(ActKind.STATION_OPENED)
        registered = self._journal.acts_of_kind(ActKind.KEY_REGISTERED)
        declared = {act.station: declared_key(act) for act in opened}
        stations = {name: key for name, key in declared.items() if key is not None}
        own = {self._journal.station.name: self._station_signer.public_key}
        return known_keys([*opened, *registered], {**stations, **own})

    def names(self) -> Mapping[str, str]:
        """The names people read, by account, of every officer whose key was registered as far as this journal knows."""
        registered = self._journal.acts_of_kind(ActKind.KEY_REGISTERED)
        return {act.text("officer"): act.text("display") or act.text("officer") for act in registered}

    def _named(self, name: str) -> str:
        """The document of the account that `name` means, however it is spelt; empty where there is none."""
        key = name_key(name)
        return next((doc for known, doc in self._table.all().items() if name_key(known) == key), "")

    def _register(self, account: accounts.Account) -> Act | Refusal:
        draft = Draft(
            act_id=self._new_id(),
            kind=ActKind.KEY_REGISTERED,
            subject=Subject("station", self._journal.station.name),
            officer="",
            at=self._clock(),
            fields={
                "officer": account.name,
                "display": account.display,
                "key_id": account.key_id,
                "public_key": account.public_key.hex(),
                "algorithm": "Ed25519",
            },
        )
        return self._journal.record(draft, self._station_signer)
