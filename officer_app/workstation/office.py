"""The office root in a folder of its own, away from every workstation: it certifies keys and opens escrows."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from officer_app.core.acts import format_time
from officer_app.core.canonical import Value, clean_text
from officer_app.core.ports import Signer
from officer_app.core.refusals import Refusal, Refused
from officer_app.core.roles import ROLES
from officer_app.security import escrow, keys, passwords, statements
from officer_app.security.account_names import clean_name
from officer_app.security.statements import Statement
from officer_app.workstation.alone import Taken, alone
from officer_app.workstation.certificates import MOST_BYTES, in_a_home, new_root, open_root
from officer_app.workstation.key_acts import REASONS, REQUEST
from officer_app.workstation.trouble import Trouble
from officer_app.workstation.whole_files import write_whole

ROOT, ESCROW, PUBLIC, ISSUED = "office-root.key", "office-escrow.key", "office.json", "issued"
"""What lies in the folder: two keys under one password, what everybody may know, and all that was ever said."""

PATIENCE_S = 10.0


@dataclass(frozen=True)
class Wanted:
    """A key that a workstation asks the office to certify; see `KeyActs.request`."""

    kind: str
    holder: str
    public_key: bytes
    roles: frozenset[str]


class Office:
    """An office root whose password was right. Its statements are kept in the folder as they are made."""

    def __init__(self, folder: Path, signer: Signer, password: str) -> None:
        self._folder = folder
        self._signer = signer
        self._password = password

    @property
    def root(self) -> bytes:
        """The root's raw public key."""
        return self._signer.public_key

    def certify(self, wanted: Wanted, at: datetime, until: datetime | None) -> dict[str, Value]:
        """The certificate of one key, from `at` to `until` (UTC; None: no end). Raises Trouble."""
        return self._say(
            statements.CERTIFICATE,
            {
                "kind": wanted.kind,
                "holder": wanted.holder,
                "key_id": keys.key_id(wanted.public_key),
                "public_key": wanted.public_key.hex(),
                "algorithm": keys.algorithm(wanted.public_key),
                "roles": sorted(wanted.roles),
                "since": format_time(at),
                "until": "" if until is None else format_time(until),
            },
            at,
        )

    def revoke(self, key_id: str, since: datetime, reason: str, words: str, at: datetime) -> dict[str, Value] | Refusal:
        """The office's word that a key is worth nothing from `since` (UTC) on. Raises Trouble."""
        if reason not in REASONS:
            return Refusal("unknown_reason", {"reason": reason, "reasons": ", ".join(REASONS)})
        if since > at:
            return Refusal("revoked_later")
        fields = {"key_id": key_id, "since": format_time(since), "reason": reason, "words": clean_text(words)}
        return self._say(statements.REVOCATION, fields, at)

    def account(
        self, name: str, display: str, roles: frozenset[str], password: str, expires: datetime | None, at: datetime
    ) -> dict[str, Value] | Refusal:
        """An account to be taken by workstations; `password` is its first one, to be changed. Raises Trouble."""
        if unknown := sorted(roles - set(ROLES)):
            return Refusal("unknown_role", {"role": ", ".join(unknown), "roles": ", ".join(ROLES)})
        try:
            fields: dict[str, Value] = {
                "name": clean_name(name),
                "display": clean_name(display or name),
                "roles": sorted(roles),
                "expires": "" if expires is None else format_time(expires),
                "password_hash": passwords.hash_password(password),
            }
        except Refused as refused:
            return refused.refusal
        return self._say(statements.ACCOUNT, fields, at)

    def recover(self, sealed: escrow.Escrow) -> bytes | Refusal:
        """The file key in an escrow that was made for this office. Raises Trouble."""
        if sealed.root != self._signer.key_id:
            return Refusal("escrow_other_office", {"root": sealed.root})
        try:
            private = escrow.open_key(_read(self._folder / ESCROW), self._password)
            return escrow.unseal(sealed, private)
        except keys.KeyTrouble as error:
            return Refusal("root_closed", {"detail": error.code})
        except escrow.BadEscrow as error:
            return Refusal(error.code)

    def _say(self, what: str, fields: Mapping[str, Value], at: datetime) -> dict[str, Value]:
        made = statements.make(what, fields, self._signer, at)
        issued = self._folder / ISSUED
        try:
            # Kept before it is handed out: nothing the office ever said is unknown to it. Two programs in turn, or the
            # one would write over what the other had kept.
            with alone(self._folder / "issuing.lock", PATIENCE_S):
                number = 1 + max((int(file.stem) for file in issued.glob("[0-9]*.json")), default=0)
                write_whole(issued / f"{number:06}.json", statements.write_file(what, [made]))
        except Taken as error:
            raise Trouble("file_unwritable", path=ISSUED, detail="busy") from error
        return made


def make_office(folder: Path, password: str, at: datetime) -> bytes | Refusal:
    """Make an office root in `folder` (of its own, or on a medium that can be taken out); its public key.

    Refused inside a workstation's home. Raises Trouble; nothing is ever overwritten.
    """
    if in_a_home(folder):
        return Refusal("root_in_home", {"folder": folder.name})
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble("file_unwritable", path=folder.name, detail=error.strerror or "") from error
    public = new_root(folder / ROOT, password)
    if isinstance(public, Refusal):
        return public
    agreed, blob = escrow.new_key(password)
    write_secret(folder / ESCROW, blob)
    signer = open_root(folder / ROOT, password)
    if isinstance(signer, Refusal):
        return signer
    said = statements.make(statements.ESCROW_KEY, {"public_key": agreed.hex()}, signer, at)
    table = {"what": "officer-app office", "root": public.hex(), "escrow": said}
    write_whole(folder / PUBLIC, (json.dumps(table, indent=1) + "\n").encode("ascii"))
    return public


def open_office(folder: Path, password: str) -> Office | Refusal:
    """The office in `folder`. Raises Trouble."""
    signer = open_root(folder / ROOT, password)
    return signer if isinstance(signer, Refusal) else Office(folder, signer, password)


def issued(folder: Path) -> list[dict[str, Value]]:
    """All that the office ever said, in order; its signatures are not checked here. Raises Trouble."""
    found: list[dict[str, Value]] = []
    for file in sorted((folder / ISSUED).glob("[0-9]*.json")):
        try:
            found += statements.read_file(_read(file))
        except ValueError as error:
            raise Trouble("file_unreadable", path=file.name, detail=str(error)) from error
    return found


def read_public(data: bytes) -> tuple[bytes, Statement] | None:
    """Root and signed escrow key of an office's public file; None where it is none."""
    try:
        table = json.loads(data.decode("utf-8"))
        root, said = bytes.fromhex(table["root"]), table["escrow"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return (root, said) if escrow_key(root, said) else None


def escrow_key(root: bytes, said: object) -> bytes:
    """The key that the office opens escrows with (raw X25519), as its root signed it; empty where it did not."""
    body = statements.said_by(root, said, statements.ESCROW_KEY)
    try:
        public = bytes.fromhex(str(body["public_key"])) if body is not None else b""
    except (KeyError, ValueError):
        return b""
    return public if len(public) == keys.PUBLIC_BYTES else b""


def read_request(data: bytes) -> Sequence[Wanted] | None:
    """The keys of a workstation's request; None where it is none."""
    try:
        table = json.loads(data.decode("utf-8"))
        if table["what"] != REQUEST:
            return None
        found = [
            Wanted(str(row["kind"]), str(row["holder"]), bytes.fromhex(row["public_key"]), frozenset(row["roles"]))
            for row in table["keys"]
        ]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return found if all(_is_sound(each) for each in found) else None


def _is_sound(wanted: Wanted) -> bool:
    roles = wanted.roles <= (set(ROLES) if wanted.kind == "officer" else set())
    return wanted.kind in ("officer", "station") and bool(keys.algorithm(wanted.public_key)) and roles


def write_secret(file: Path, data: bytes) -> None:
    """A new file that its owner alone may read; never overwritten. Raises Trouble."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise Trouble("file_unwritable", path=file.name, detail=error.strerror or "") from error


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES)
    except OSError as error:
        raise Trouble("root_unreadable", path=file.name, detail=error.strerror or "") from error
