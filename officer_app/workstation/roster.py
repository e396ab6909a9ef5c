"""The accounts of a workstation and what an administrator does with them; each new key is registered in the chain."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from officer_app.core.acts import parse_time
from officer_app.core.canonical import Value, clean_text
from officer_app.core.ports import Clock, Person
from officer_app.core.refusals import Refusal, Refused
from officer_app.core.roles import ROLES, name_key
from officer_app.core.scanned_text import printable, unwrap
from officer_app.security import account_documents, accounts
from officer_app.security.accounts import Account
from officer_app.security.cards import Cards, CardTrouble
from officer_app.security.keys import key_id
from officer_app.security.passwords import STANDARD, Cost
from officer_app.security.statements import ACCOUNT, Statement, said_by
from officer_app.store.officers import OfficerRows, OfficerTable
from officer_app.workstation.key_acts import REASONS, KeyActs

SHORTEST_BADGE, SHORTEST_PIN = 4, 4
"""Characters. A badge is only the name of who holds it; the PIN has five tries against a key that is open anyway."""


class Roster:
    """Accounts kept in the journal. Every change is one durable transaction; two programs at once take turns."""

    def __init__(self, table: OfficerTable, keys: KeyActs, cards: Cards, clock: Clock, cost: Cost = STANDARD) -> None:
        self._table = table
        self._cost = cost
        self._keys = keys
        self._cards = cards
        self._clock = clock

    def everyone(self) -> list[Account]:
        """All accounts by name."""
        return [account_documents.read(doc) for doc in self._table.all().values()]

    def people(self) -> list[Person]:
        """Those who may sign in, by name."""
        now = self._clock()
        return [each.person for each in self.everyone() if each.active and (each.expires is None or now < each.expires)]

    def add(
        self,
        name: str,
        display: str,
        roles: frozenset[str],
        password: str,
        *,
        expires: datetime | None = None,
        must_change: bool = False,
    ) -> Person | Refusal:
        """A new officer with a new key. The first one of a workstation is also administrator (design §14)."""
        try:
            made = accounts.create(name, display or name, roles, password, cost=self._cost)
        except Refused as refused:
            return refused.refusal
        return self._enter(replace(made, expires=expires, must_change=must_change))

    def add_card(
        self, name: str, display: str, roles: frozenset[str], card: str, pin: str, *, expires: datetime | None = None
    ) -> Person | Refusal:
        """A new officer whose key is on `card` (token label, slash, key label), shown by its PIN, which is not kept."""
        try:
            public_key = self._cards.open(card, pin).public_key
            made = accounts.keyless(name, display, roles, "", expires)
        except CardTrouble as trouble:
            return Refusal(trouble.code, {"detail": trouble.detail})
        except Refused as refused:
            return refused.refusal
        return self._enter(
            replace(made, card=card, public_key=public_key, key_id=key_id(public_key), must_change=False)
        )

    def take_account(self, statement: Statement) -> Person | Refusal:
        """An account that the office made: its first password opens nothing, and has to be changed for one that does.

        Taken again it changes roles, display and end of the account; never a password that its officer chose.
        """
        said = said_by(self._keys.root, statement, ACCOUNT)
        if said is None:
            return Refusal("bad_statement" if self._keys.root else "no_root")
        try:
            ordered = _ordered(said)
        except (KeyError, ValueError, Refused):
            return Refusal("bad_statement")
        with self._table.turn() as rows:
            doc = named(rows.all(), ordered.name)
            known = account_documents.read(doc) if doc else None
            last = f"{OFFICE_SAID}{name_key(ordered.name)}"
            # What the office says later counts: an older statement, played again, must not give back what it took.
            if known is not None and rows.value(last) >= str(said["stated_at"]):
                return known.person
            rows.keep_value(last, str(said["stated_at"]))
            if known is None:
                keep(rows, ordered)
                return ordered.person
            changed = replace(known, display=ordered.display, roles=ordered.roles, expires=ordered.expires)
            if not known.key_id:
                # Nobody has come in yet: the office may have given another first password.
                changed = replace(changed, password_hash=ordered.password_hash)
            keep(rows, changed)
            return changed.person

    def set_active(self, name: str, *, active: bool) -> Person | Refusal:
        """Lock or unlock an account."""
        return self._change(name, accounts.unlock if active else accounts.lock)

    def set_end(self, name: str, expires: datetime | None) -> Person | Refusal:
        """Let an account end at a moment (UTC), or not any more."""

        def changed(account: Account) -> Account:
            return replace(account, expires=expires)

        return self._change(name, changed)

    def rekey(
        self, name: str, password: str, reason: str, words: str = "", *, temporary: bool = False
    ) -> Person | Refusal:
        """A lost password: a new key under a new one; the old key is revoked from now on.

        `temporary`: the password has to be changed at the next sign-in.
        """
        doc = named(self._table.all(), name)
        if not doc:
            return _unknown(name)
        if reason not in REASONS:
            return Refusal("unknown_reason", {"reason": printable(reason), "reasons": ", ".join(REASONS)})
        old = account_documents.read(doc)
        if old.card:
            return Refusal("card_account")
        try:
            fresh = replace(accounts.rekey(old, password, cost=self._cost), must_change=temporary)
        except Refused as refused:
            return refused.refusal
        # New key, old key's end, account: whatever is cut short is done whole by doing it again.
        self._keys.register(fresh)
        if old.key_id:
            self._keys.revoke(old.key_id, self._clock(), reason, words)
        with self._table.turn() as rows:
            keep(rows, fresh)
        return fresh.person

    def revoke(self, name: str, since: datetime, reason: str, words: str = "") -> Person | Refusal:
        """The officer's key is worth nothing from `since` (UTC) on, and the account is locked."""
        doc = named(self._table.all(), name)
        if not doc:
            return _unknown(name)
        if reason not in REASONS:
            return Refusal("unknown_reason", {"reason": printable(reason), "reasons": ", ".join(REASONS)})
        if since > self._clock():
            return Refusal("revoked_later")
        account = account_documents.read(doc)
        if account.key_id:
            self._keys.revoke(account.key_id, since, reason, words)
        return self._change(name, accounts.lock)

    def _enter(self, account: Account) -> Person | Refusal:
        if unknown := sorted(account.roles - set(ROLES)):
            return Refusal("unknown_role", {"role": ", ".join(unknown), "roles": ", ".join(ROLES)})
        known = self._table.all()
        if taken := named(known, account.name):
            return Refusal("name_taken", {"name": account_documents.read(taken).name})
        # The key first: an account without its registered key could sign acts that nobody can check.
        self._keys.register(account)
        with self._table.turn() as rows:
            # Another program may have been faster meanwhile: then this key stays one that nobody has.
            known = rows.all()
            if taken := named(known, account.name):
                return Refusal("name_taken", {"name": account_documents.read(taken).name})
            entered = account if known else replace(account, roles=account.roles | {"administrator"})
            keep(rows, entered)
        return entered.person

    def _change(self, name: str, changed: accounts.Change) -> Person | Refusal:
        with self._table.turn() as rows:
            doc = named(rows.all(), name)
            if not doc:
                return _unknown(name)
            account = changed(account_documents.read(doc))
            keep(rows, account)
        return account.person


OFFICE_SAID = "office_said_"
"""With an account's name behind it: when the office last said something about the account (text of UTC)."""


def badge_hash(text: str) -> str:
    """What an account keeps of a badge: SHA-256 (hex) of the scanned text, without what the scanner put around it."""
    return hashlib.sha256(clean_text(unwrap(text)).encode("utf-8")).hexdigest()


def named(docs: Mapping[str, str], name: str) -> str:
    """The document of the account that `name` means, however it is spelt; empty where there is none."""
    key = name_key(name)
    return next((doc for known, doc in docs.items() if name_key(known) == key), "")


def keep(rows: OfficerRows, account: Account) -> None:
    """Store `account` in a transaction."""
    rows.keep(account.name, account_documents.write(account))


def _unknown(name: str) -> Refusal:
    return Refusal("unknown_officer", {"name": printable(name)})


def _ordered(said: Mapping[str, Value]) -> Account:
    roles = said["roles"]
    if not isinstance(roles, list) or not set(roles) <= set(ROLES):
        raise ValueError("no roles of this version")
    until = str(said["expires"])
    return accounts.keyless(
        str(said["name"]),
        str(said["display"]),
        frozenset(str(role) for role in roles),
        str(said["password_hash"]),
        parse_time(until) if until else None,
    )
