"""The file of a backup: what it says of itself, what lies in it, and whether that is whole."""

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from officer_app.core.acts import Mode
from officer_app.workstation.trouble import Trouble

WHAT, VERSION = "officer-app backup", 1
MANIFEST, JOURNAL, MIRROR, LOOKS, SCANS = "manifest.json", "journal.db", "mirror.db", "looks.db", "scans.db"
FILES = (JOURNAL, MIRROR, LOOKS, SCANS)
MOST_MANIFEST = 2**20
_PIECE = 2**20
_TEXTS = ("made_at", "site", "station", "desk", "mode", "key_check", "head_hash")
_NUMBERS = ("acts", "head_seq", "unsent", "defects")
_MOST = 2**53
_LOCKED = 1
"""The bit of a zip's entry that says that it wants a password."""
_NO_ZIP = (zipfile.BadZipFile, EOFError, NotImplementedError)


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
        with zipfile.ZipFile(file) as packed, packed.open(_entry(packed, MANIFEST)) as stream:
            table = json.loads(stream.read(MOST_MANIFEST))
        if table["what"] != WHAT:
            raise Trouble("not_a_backup", path=str(file))
        if table["version"] > VERSION:
            raise Trouble("newer_backup", path=str(file))
        return _said(table)
    except OSError as error:
        raise Trouble("file_unreadable", path=str(file), detail=error.strerror or type(error).__name__) from error
    except (*_NO_ZIP, KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise Trouble("not_a_backup", path=str(file)) from error


def proved(file: Path, manifest: Manifest) -> bool:
    """Whether all that the manifest names is in `file` with its length and digest. Raises OSError."""
    try:
        with zipfile.ZipFile(file) as packed:
            return all(_measured_in(packed, name) == wanted for name, wanted in manifest.files.items())
    except (*_NO_ZIP, KeyError):
        return False


def pack(manifest: Manifest, folder: Path, into: Path) -> None:
    """Write the files of `folder` that the manifest names, and the manifest, to `into`. Raises OSError."""
    said = {"what": WHAT, "version": VERSION, **vars(manifest)}
    with into.open("xb") as stream:
        # Stored as it is: what is encrypted cannot be made smaller.
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as packed:
            packed.writestr(zipfile.ZipInfo(MANIFEST), json.dumps(said, ensure_ascii=False, indent=1))
            for name in manifest.files:
                # Without the file's own time: a clock that lost its battery says 1970, which a zip cannot hold.
                with (folder / name).open("rb") as source, packed.open(_place(folder / name), "w") as target:
                    shutil.copyfileobj(source, target, _PIECE)
        stream.flush()
        os.fsync(stream.fileno())


def _place(file: Path) -> zipfile.ZipInfo:
    place = zipfile.ZipInfo(file.name)
    # Said beforehand, so that one of several gigabytes fits.
    place.file_size = file.stat().st_size
    return place


def measured(file: Path) -> tuple[int, str]:
    """Its length and SHA-256 in hex. Raises OSError."""
    with file.open("rb") as stream:
        return file.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest()


def _measured_in(packed: zipfile.ZipFile, name: str) -> tuple[int, str]:
    digest, length = hashlib.sha256(), 0
    with packed.open(_entry(packed, name)) as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            length += len(piece)
    return length, digest.hexdigest()


def _entry(packed: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    """What lies in the file under `name`, as it was put there: what is packed otherwise may unpack to any size, and
    fail in as many ways as there are packers. Raises KeyError, BadZipFile.
    """
    entry = packed.getinfo(name)
    if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & _LOCKED:
        raise zipfile.BadZipFile(f"{name} is packed otherwise than in a backup")
    return entry


def _said(table: dict[str, Any]) -> Manifest:
    """The manifest that a table is. Raises KeyError, TypeError, AttributeError, ValueError where it is none."""
    files = {name: (_whole(length), _text(digest)) for name, (length, digest) in table["files"].items()}
    if JOURNAL not in files or set(files) - set(FILES):
        raise ValueError("other files than those of a backup")
    if not isinstance(table["grants_for"], list):
        raise TypeError("posts are something else")
    found: dict[str, Any] = {name: _text(table[name]) for name in _TEXTS}
    found |= {name: _whole(table[name]) for name in _NUMBERS}
    found |= {"grants_for": tuple(map(_text, table["grants_for"])), "files": files, "mode": str(Mode(found["mode"]))}
    return Manifest(**found)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is something else")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _MOST:
        raise TypeError("a number is something else")
    return value
