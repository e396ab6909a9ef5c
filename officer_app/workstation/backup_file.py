"""The file of a backup: what it says of itself, what lies in it, and whether that is whole."""

import hashlib
import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from officer_app.workstation.trouble import Trouble

WHAT, VERSION = "officer-app backup", 1
MANIFEST, JOURNAL, MIRROR, LOOKS, SCANS = "manifest.json", "journal.db", "mirror.db", "looks.db", "scans.db"
FILES = (JOURNAL, MIRROR, LOOKS, SCANS)
MOST_MANIFEST = 2**20
_PIECE = 2**20


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself, readable without a key. `files`: name → length and SHA-256 in hex.

    `key_check` tells which file key opens it (`escrow.check`); `grants_for` the posts whose releases this workstation
    granted itself when it was made; `defects` how many defects its chain had then.
    """

    made_at: str
    site: str
    station: str
    desk: str
    mode: str
    key_check: str
    acts: int
    head_seq: int
    head_hash: str
    unsent: int
    grants_for: tuple[str, ...]
    defects: int
    files: Mapping[str, tuple[int, str]]


def read_manifest(file: Path) -> Manifest:
    """What the backup `file` says of itself. Raises Trouble (not_a_backup, newer_backup, file_unreadable)."""
    try:
        with zipfile.ZipFile(file) as packed, packed.open(MANIFEST) as stream:
            table = json.loads(stream.read(MOST_MANIFEST))
        if table["what"] != WHAT:
            raise Trouble("not_a_backup", path=str(file))
        if table["version"] > VERSION:
            raise Trouble("newer_backup", path=str(file))
        texts = {name: table[name] for name in Manifest.__dataclass_fields__}
        files = {name: (int(length), str(digest)) for name, (length, digest) in table["files"].items()}
        return Manifest(**{**texts, "grants_for": tuple(table["grants_for"]), "files": files})
    except OSError as error:
        raise Trouble("file_unreadable", path=str(file), detail=error.strerror or type(error).__name__) from error
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, RecursionError, NotImplementedError) as error:
        raise Trouble("not_a_backup", path=str(file)) from error


def proved(file: Path, manifest: Manifest) -> bool:
    """Whether all that the manifest names is in `file` with its length and digest. Raises OSError."""
    try:
        with zipfile.ZipFile(file) as packed:
            return all(_measured_in(packed, name) == wanted for name, wanted in manifest.files.items())
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError):
        return False


def pack(manifest: Manifest, folder: Path, into: Path) -> None:
    """Write the files of `folder` that the manifest names, and the manifest, to `into`. Raises OSError."""
    said = {"what": WHAT, "version": VERSION, **vars(manifest)}
    with into.open("xb") as stream:
        # Stored as it is: what is encrypted cannot be made smaller.
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as packed:
            packed.writestr(MANIFEST, json.dumps(said, ensure_ascii=False, indent=1))
            for name in manifest.files:
                packed.write(folder / name, name)
        stream.flush()
        os.fsync(stream.fileno())


def measured(file: Path) -> tuple[int, str]:
    """Its length and SHA-256 in hex. Raises OSError."""
    with file.open("rb") as stream:
        return file.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest()


def _measured_in(packed: zipfile.ZipFile, name: str) -> tuple[int, str]:
    digest, length = hashlib.sha256(), 0
    with packed.open(name) as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            length += len(piece)
    return length, digest.hexdigest()
