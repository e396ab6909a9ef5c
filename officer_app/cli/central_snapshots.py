"""`central snapshot`: what a new workstation loads first, signed with a key that stays with the administration."""

import argparse
import os
import sys
from pathlib import Path

from officer_app.central.snapshots import make_snapshot
from officer_app.cli.administration import admin_url, administration
from officer_app.cli.answers import DONE, Answer, unreadable
from officer_app.cli.context import Context
from officer_app.security import station_keys
from officer_app.security.keys import PRIVATE_BYTES, PUBLIC_BYTES, DamagedKey, Ed25519Signer

_LONGEST = 1000


def declare(action: argparse.ArgumentParser) -> None:
    """The options of `central snapshot`."""
    action.add_argument("--site", required=True)
    action.add_argument(
        "--key",
        required=True,
        type=Path,
        help="file of the key that signs; made if it is not there, with FILE.pub beside it",
    )


def snapshot(context: Context, args: argparse.Namespace) -> Answer:
    """Make a snapshot of the site's records and offer it to its workstations."""
    try:
        signer = _signer(args.key)
    except (OSError, ValueError, DamagedKey) as error:
        return unreadable(context.texts, args.key.name, error)

    def told(records: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{records} ")

    with administration():
        made = make_snapshot(admin_url(args.url), args.site, signer.public_key, signer.sign, told)
    body: dict[str, object] = {"snapshot": made.snapshot_id, "site": made.site, "place": made.place}
    body |= {"records": made.records, "parts": len(made.parts), "public_key": made.public_key}
    numbers = {"records": str(made.records), "parts": str(len(made.parts))}
    said = context.texts.both("answer.snapshot_made", site=made.site, **numbers)
    return Answer(DONE, body, said.on_a_line)


def public_key(file: Path) -> str:
    """The public key (hex) of a FILE.pub that `central snapshot` made. Raises OSError and ValueError."""
    with file.open(encoding="ascii") as stream:
        text = stream.read(_LONGEST).strip()
    if len(bytes.fromhex(text)) != PUBLIC_BYTES:
        raise ValueError("not the public key of a snapshot")
    return text


def _signer(file: Path) -> Ed25519Signer:
    if not file.exists():
        raw = station_keys.create()
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(raw.hex() + "\n")
        public = station_keys.load(raw).public_key.hex()
        file.with_name(f"{file.name}.pub").write_text(public + "\n", encoding="ascii")
    with file.open(encoding="ascii") as stream:
        raw = bytes.fromhex(stream.read(_LONGEST).strip())
    if len(raw) != PRIVATE_BYTES:
        raise ValueError("not the key of a snapshot")
    return station_keys.load(raw)
