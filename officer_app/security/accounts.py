"""Who may sign in: the rules of accounts, passwords and lock-out, over values that the store keeps."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from officer_app.core.ports import Person, Signer
from officer_app.core.refusals import Refusal, Refused
from officer_app.security import keys
from officer_app.security.account_names import clean_name
from officer_app.security.passwords import STANDARD, Cost, hash_password, normal, verify


@dataclass(frozen=True)
class BackOff:
    """After `failures` wrong passwords in a row, and after each further one, nothing is tried for `wait`."""

    failures: int
    wait: timedelta


# Slips of the finger cost nothing; a guesser gets some 40 tries a day. The office may choose other rows.
BACK_OFF: tuple[BackOff, ...] = (
    BackOff(3, timedelta(seconds=5)),
    BackOff(5, timedelta(seconds=30)),
    BackOff(7, timedelta(minutes=2)),
    BackOff(10, timedelta(minutes=15)),
    BackOff(15, timedelta(minutes=60)),
)


@dataclass(frozen=True)
class Account:
    """One officer's account. `name` signs in and stands in acts, `display` is read by people.

    `public_key` is raw, `wrapped_key` its private half as `keys.wrap` made it; both are empty in an account that the
    office made, until its first password is changed. With a `card` (token label and key label, with a slash) the card
    keeps key and PIN, and there is neither hash nor wrapped key. `failures` counts wrong passwords since the last right
    one; `locked_until` and `expires` are UTC; an inactive account waits for an administrator. `badge` is the SHA-256
    (hex) of the officer's badge, `pin_hash` that of the PIN that goes with it.
    """

    name: str
    display: str
    roles: frozenset[str]
    password_hash: str = field(repr=False)
    wrapped_key: bytes = field(repr=False)
    public_key: bytes
    key_id: str
    failures: int = 0
    locked_until: datetime | None = None
    active: bool = True
    expires: datetime | None = None
    must_change: bool = False
    badge: str = ""
    pin_hash: str = field(default="", repr=False)
    card: str = ""

    @property
    def person(self) -> Person:
        """The account as the use cases know it."""
        return Person(self.name, self.display, self.roles)


@dataclass(frozen=True)
class SignedIn:
    """The password was right: `account`, its failures forgotten, and the signer with its key unlocked."""

    account: Account
    signer: Signer


@dataclass(frozen=True)
class WrongPassword:
    """Name or password is wrong, and it is not said which. `account`, where there is one, counts the failure."""

    account: Account | None


@dataclass(frozen=True)
class Locked:
    """Not tried: too many failures, until `until` (UTC), or locked by an administrator (`until` is None)."""

    until: datetime | None


@dataclass(frozen=True)
class KeyUnusable:
    """The password was right, but it does not open the stored signing key; `code` says why."""

    account: Account
    code: str


@dataclass(frozen=True)
class Expired:
    """The password was right, but the account ended at `at` (UTC)."""

    account: Account
    at: datetime


@dataclass(frozen=True)
class MustChange:
    """The password was right, and has to be changed before it opens anything."""

    account: Account


RightPassword = SignedIn | KeyUnusable | Expired | MustChange
Attempt = RightPassword | WrongPassword | Locked

Change = Callable[[Account], Account]
"""What becomes of an account."""


def counted(account: Account, now: datetime, *, back_off: tuple[BackOff, ...] = BACK_OFF) -> Account | Locked:
    """`account` with one more failure, to be stored before its password is even looked at; or why it may not be.

    Counting first, and forgetting when the password was right, makes tries at the same time count as many as they are,
    and lets none be taken back by ending the program in time.
    """
    refused = _shut(account, now)
    return refused if refused is not None else _failed(account, now, back_off)


def attempt(
    account: Account | None,
    password: str,
    now: datetime,
    *,
    cost: Cost = STANDARD,
    back_off: tuple[BackOff, ...] = BACK_OFF,
) -> Attempt:
    """Try `password` on `account` (None: no such name) at `now` (UTC). Never raises for what was typed.

    The caller stores the account it gets back before it answers, or has stored what `counted` gave before it asked:
    so the count of failures survives a restart. An unknown name costs the same work, at `cost`, as a wrong password.
    """
    if account is not None and (shut := _shut(account, now)) is not None:
        return shut
    if not verify(password, account.password_hash if account is not None else None, cost):
        return WrongPassword(None if account is None else _failed(account, now, back_off))
    if account is None:  # verify never says yes without a hash
        return WrongPassword(None)
    cleared = replace(account, failures=0, locked_until=None)
    if account.expires is not None and now >= account.expires:
        return Expired(cleared, account.expires)
    if account.must_change:
        return MustChange(cleared)
    try:
        signer = keys.unwrap(account.wrapped_key, password)
    except keys.KeyTrouble as trouble:
        return KeyUnusable(cleared, trouble.code)
    if signer.public_key != account.public_key or signer.key_id != account.key_id:
        return KeyUnusable(cleared, "key_not_the_accounts")
    return SignedIn(cleared, signer)


def create(name: str, display: str, roles: frozenset[str], password: str, *, cost: Cost = STANDARD) -> Account:
    """A new account with a new key. Raises Refused for a bad name, display or password."""
    private = keys.new_private_key()
    public = private.public_key().public_bytes_raw()
    return Account(
        name=clean_name(name),
        display=clean_name(display or name),
        roles=roles,
        password_hash=hash_password(password, cost),
        wrapped_key=keys.wrap(private, password, cost),
        public_key=public,
        key_id=keys.key_id(public),
    )


def change_password(account: Account, old: str, new: str, *, cost: Cost = STANDARD) -> Account:
    """The same key under a new password; a first key, where the office made the account without one.

    Raises keys.WrongKeyPassword, keys.DamagedKey, or Refused for `new` (password_same and as `passwords.problem` says).
    """
    if normal(new) == normal(old):
        raise Refused(Refusal("password_same"))
    if not account.wrapped_key:
        return replace(rekey(account, new, cost=cost), must_change=False)
    return replace(
        account,
        wrapped_key=keys.rewrap(account.wrapped_key, old, new, cost),
        password_hash=hash_password(new, cost),
        failures=0,
        locked_until=None,
        must_change=False,
    )


def rekey(account: Account, password: str, *, cost: Cost = STANDARD) -> Account:
    """A new key and password for an account whose password is lost; the old key can never sign again.

    The new public key has to be registered in the chain before it signs. Raises Refused for a bad password.
    """
    fresh = create(account.name, account.display, account.roles, password, cost=cost)
    return replace(fresh, active=account.active, expires=account.expires, badge=account.badge)


def keyless(name: str, display: str, roles: frozenset[str], password_hash: str, expires: datetime | None) -> Account:
    """An account as the office makes it: a first password, no key. Raises Refused for a bad name or display."""
    return Account(
        name=clean_name(name),
        display=clean_name(display or name),
        roles=roles,
        password_hash=password_hash,
        wrapped_key=b"",
        public_key=b"",
        key_id="",
        expires=expires,
        must_change=True,
    )


def lock(account: Account) -> Account:
    """The account closed until an administrator opens it again."""
    return replace(account, active=False)


def unlock(account: Account) -> Account:
    """The account open again, its failures forgotten."""
    return replace(account, active=True, failures=0, locked_until=None)


def _shut(account: Account, now: datetime) -> Locked | None:
    """Why no password is tried at `now`, whichever it is."""
    if not account.active:
        return Locked(None)
    locked = account.locked_until is not None and now < account.locked_until
    return Locked(account.locked_until) if locked else None


def _failed(account: Account, now: datetime, back_off: tuple[BackOff, ...]) -> Account:
    failures = account.failures + 1
    waits = [row.wait for row in back_off if row.failures <= failures]
    return replace(account, failures=failures, locked_until=now + max(waits) if waits else None)
