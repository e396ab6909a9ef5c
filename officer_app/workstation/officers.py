"""Officers of a workstation: their sign-in, by password, card, or badge and PIN."""

import logging
from collections.abc import Mapping
from dataclasses import replace

from officer_app.core.buddhist import datetime_be
from officer_app.core.ports import Clock, Person, SignedIn
from officer_app.core.refusals import Refusal, Refused
from officer_app.core.scanned_text import unwrap
from officer_app.security import account_documents, accounts
from officer_app.security.accounts import Account
from officer_app.security.cards import Cards, CardTrouble
from officer_app.security.chain_keys import Registration
from officer_app.security.failed_signer import FailedSigner
from officer_app.security.key_standing import KeyState
from officer_app.security.keys import KeyTrouble
from officer_app.security.passwords import STANDARD, Cost, hash_password, verify
from officer_app.store.officers import OfficerTable
from officer_app.workstation.key_acts import KeyActs
from officer_app.workstation.roster import SHORTEST_BADGE, SHORTEST_PIN, Roster, badge_hash, keep, named
from officer_app.workstation.sessions import Sessions

log = logging.getLogger(__name__)

UNKNOWN_TRIES = "unknown_sign_ins"
"""Under this name the journal counts tries under names that nobody has."""


class Officers(Roster):
    """Who may sign in here. `certified_only`: a key that the office has not certified signs nobody in."""

    def __init__(
        self,
        table: OfficerTable,
        keys: KeyActs,
        cards: Cards,
        clock: Clock,
        sessions: Sessions,
        *,
        certified_only: bool = False,
        cost: Cost = STANDARD,
    ) -> None:
        super().__init__(table, keys, cards, clock, cost)
        self._sessions = sessions
        self._certified_only = certified_only

    def sign_in(self, name: str, password: str) -> SignedIn | Refusal:
        """The officer with his key unlocked, or why not. The try is counted, durably, before it is looked at."""
        answer = self._try(name, password)
        if isinstance(answer, Refusal):
            return answer
        signed_in = self._let_in(answer)
        if isinstance(signed_in, SignedIn):
            self._sessions.remember(signed_in)
        return signed_in

    def change_password(self, name: str, old: str, new: str) -> SignedIn | Refusal:
        """Another password for the same key; for an account that the office made, its first key. Then as `sign_in`."""
        answer = self._try(name, old)
        if isinstance(answer, Refusal) and answer.code != "must_change":
            return answer
        found = account_documents.read(named(self._table.all(), name))
        if found.card:
            return Refusal("card_account")
        try:
            changed = accounts.change_password(found, old, new, cost=self._cost)
        except Refused as refused:
            return refused.refusal
        except KeyTrouble as trouble:
            return Refusal("key_unusable", {"reason": trouble.code})
        if changed.key_id != found.key_id:
            self._keys.register(changed)
        with self._table.turn() as rows:
            if account_documents.read(named(rows.all(), name)).password_hash != found.password_hash:
                return Refusal("wrong_password")
            keep(rows, changed)
        return self.sign_in(name, new)

    def set_badge(self, name: str, password: str, badge: str, pin: str) -> Person | Refusal:
        """The badge and the PIN by which the officer comes back within a shift; his password shows that it is he."""
        if len(unwrap(badge).strip()) < SHORTEST_BADGE or len(pin) < SHORTEST_PIN:
            return Refusal("badge_short", {"badge": str(SHORTEST_BADGE), "pin": str(SHORTEST_PIN)})
        answer = self.sign_in(name, password)
        if isinstance(answer, Refusal):
            return answer
        try:
            pin_hash = hash_password(pin, self._cost)
        except Refused as refused:
            return refused.refusal
        with self._table.turn() as rows:
            docs = rows.all()
            everyone = [account_documents.read(doc) for doc in docs.values()]
            if any(each.badge == badge_hash(badge) and each.name != answer.person.name for each in everyone):
                return Refusal("badge_taken")
            account = account_documents.read(docs[answer.person.name])
            keep(rows, replace(account, badge=badge_hash(badge), pin_hash=pin_hash))
        return answer.person

    def whose_badge(self, text: str) -> Person | Refusal:
        """Whose badge was scanned, if a PIN may follow: his key was unlocked here in this shift."""
        account = self._of_badge(text)
        if account is None:
            return Refusal("unknown_badge")
        if not account.pin_hash or self._sessions.find(account.name) is None:
            return Refusal("no_session")
        return account.person

    def resume(self, badge: str, pin: str) -> SignedIn | Refusal:
        """The officer of `badge` again, with the key he unlocked in this shift. Five wrong PINs and it is forgotten."""
        account = self._of_badge(badge)
        if account is None:
            return Refusal("unknown_badge")
        again = self._sessions.resume(account.name, lambda: verify(pin, account.pin_hash or None))
        if isinstance(again, Refusal):
            return again
        if (why := self._not_now(account)) is not None or again.signer.key_id != account.key_id:
            # Locked, ended or rekeyed since: what is in memory is no longer his.
            self._sessions.forget(account.name)
            return why or Refusal("no_session")
        return SignedIn(self._person(account), again.signer)

    def may_stay(self, officer: SignedIn) -> bool:
        """Whether who is at the desk may work on: his account is open, his key the same and worth something."""
        doc = named(self._table.all(), officer.person.name)
        account = account_documents.read(doc) if doc else None
        return account is not None and account.key_id == officer.signer.key_id and self._not_now(account) is None

    def keys(self) -> Mapping[str, Registration]:
        """Officers' keys by key id; see `KeyActs.registrations`."""
        return self._keys.registrations()

    def names(self) -> Mapping[str, str]:
        """The names people read, by account; see `KeyActs.names`."""
        return self._keys.names()

    def _of_badge(self, text: str) -> Account | None:
        wanted = badge_hash(text)
        return next((each for each in self.everyone() if each.badge and each.badge == wanted), None)

    def _try(self, name: str, password: str) -> accounts.SignedIn | Refusal:
        now = self._clock()
        with self._table.turn() as rows:
            doc = named(rows.all(), name)
            before = account_documents.read(doc) if doc else None
            if before is None:
                # As much work as for a name that somebody has: a commit here, a hash below.
                rows.keep_value(UNKNOWN_TRIES, str(int(rows.value(UNKNOWN_TRIES) or 0) + 1))
            else:
                counted = accounts.counted(before, now)
                if isinstance(counted, accounts.Locked):
                    return _locked(counted)
                keep(rows, counted)
        if before is not None and before.card:
            answer = self._try_card(before, password)
        else:
            answer = accounts.attempt(before, password, now, cost=self._cost)
        if isinstance(answer, accounts.Locked):
            return _locked(answer)
        if isinstance(answer, accounts.WrongPassword):
            return Refusal("wrong_password")
        if isinstance(answer, Refusal):
            return answer
        return self._settled(answer)

    def _try_card(self, account: Account, pin: str) -> accounts.Attempt | Refusal:
        """As `accounts.attempt`, but the card judges the PIN. A card that is not there counts nothing."""
        cleared = replace(account, failures=0, locked_until=None)
        try:
            signer = self._cards.open(account.card, pin)
        except CardTrouble as trouble:
            if trouble.code == "card_wrong_pin":
                return accounts.WrongPassword(None)
            self._take_back(account)
            return Refusal(trouble.code, {"detail": trouble.detail})
        if signer.public_key != account.public_key:
            return accounts.KeyUnusable(cleared, "key_not_the_accounts")
        return accounts.SignedIn(cleared, signer)

    def _take_back(self, before: Account) -> None:
        with self._table.turn() as rows:
            current = account_documents.read(named(rows.all(), before.name))
            keep(rows, replace(current, failures=max(0, current.failures - 1), locked_until=before.locked_until))

    def _settled(self, answer: accounts.RightPassword) -> accounts.SignedIn | Refusal:
        """The password was right: failures are forgotten, unless the account was changed while it was looked at."""
        with self._table.turn() as rows:
            current = account_documents.read(named(rows.all(), answer.account.name))
            same = (current.password_hash, current.key_id) == (answer.account.password_hash, answer.account.key_id)
            if not same:
                return Refusal("wrong_password")
            if not current.active:
                return Refusal("account_locked")
            keep(rows, replace(current, failures=0, locked_until=None))
        if (why := self._not_now(current)) is not None:
            return why
        if isinstance(answer, accounts.KeyUnusable):
            # He is who he says, and cargo waits: his acts are recorded, signed by the workstation, and marked.
            log.warning("an officer signed in without a usable key (%s)", answer.code)
            return accounts.SignedIn(current, FailedSigner(current.key_id, current.public_key, answer.code))
        return answer if isinstance(answer, accounts.SignedIn) else Refusal("must_change")

    def _let_in(self, answer: accounts.SignedIn) -> SignedIn:
        return SignedIn(self._person(answer.account), answer.signer)

    def _not_now(self, account: Account) -> Refusal | None:
        """Why this officer may not work now although he is who he says. A clock that was set back changes nothing."""
        now = self._keys.no_earlier()
        if not account.active:
            return Refusal("account_locked")
        if account.expires is not None and now >= account.expires:
            return Refusal("account_ended", {"at": datetime_be(account.expires)})
        standing = self._keys.standing(account.key_id)
        state = standing.at(now)
        if state is KeyState.REVOKED and standing.revocation is not None:
            return Refusal("key_revoked", {"since": datetime_be(standing.revocation.since)})
        if state is KeyState.EXPIRED:
            return Refusal("key_ended")
        if self._certified_only and state is not KeyState.CERTIFIED and account.key_id:
            return Refusal("key_not_certified")
        return None

    def _person(self, account: Account) -> Person:
        """The officer with the roles that count: those of the account, as far as the office certified them."""
        certificate = self._keys.standing(account.key_id).certificate(self._keys.no_earlier())
        if certificate is None:
            return account.person
        return replace(account.person, roles=account.roles & certificate.roles)


def _locked(answer: accounts.Locked) -> Refusal:
    if answer.until is None:
        return Refusal("account_locked")
    return Refusal("locked", {"until": datetime_be(answer.until)})
