"""The key of the encrypted databases: 32 random bytes in a file that only the account running the program can read.

On POSIX systems the file is 0600 in a directory made 0700, and one that others can read is refused. Windows has no
such modes: there the file inherits the access list of its folder, so the folder has to be the service account's own
profile, and nothing is refused here; `officer-app doctor` is where that is looked at.
"""

import errno
import os
import secrets
import stat
from pathlib import Path

KEY_BYTES = 32

_POSIX = os.name == "posix"
_GROUP_AND_OTHERS = stat.S_IRWXG | stat.S_IRWXO
# A link could lead to a file of somebody else's choice, a FIFO would wait for ever. Windows has neither flag.
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class FileKeyTrouble(Exception):
    """The file key cannot be used. `code` names why, for the sentence; `path` is the file or directory meant.

    Codes: file_key_missing, file_key_exists, file_key_readable_by_others, file_key_folder_writable_by_others,
    file_key_wrong_length, file_key_not_a_file, file_key_unreadable, file_key_unwritable.
    """

    def __init__(self, code: str, path: Path, detail: str = "") -> None:
        super().__init__(f"{code}: {path}" + (f" ({detail})" if detail else ""))
        self.code = code
        self.path = path


def create(path: Path) -> bytes:
    """Make a new key in `path` and give its 32 bytes; durable when this returns. Raises FileKeyTrouble."""
    key = secrets.token_bytes(KEY_BYTES)
    keep(path, key)
    return key


def keep(path: Path, key: bytes) -> None:
    """Keep `key` in `path`, a new file; durable when this returns. Raises FileKeyTrouble.

    The key appears under its name whole or not at all; a file already there is never replaced
    (file_key_exists): it may be all that opens a journal.
    """
    if len(key) != KEY_BYTES:
        raise FileKeyTrouble("file_key_wrong_length", path, f"{KEY_BYTES} bytes wanted")
    try:
        _make_folder(path.parent)
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            _write(fresh, key)
            os.link(fresh, path)
        finally:
            fresh.unlink(missing_ok=True)
        _sync_folder(path.parent)
    except FileExistsError as error:
        raise FileKeyTrouble("file_key_exists", path) from error
    except OSError as error:
        raise FileKeyTrouble("file_key_unwritable", path, os.strerror(error.errno or 0)) from error


def load(path: Path) -> bytes:
    """The 32 bytes kept in `path`. Raises FileKeyTrouble."""
    try:
        descriptor = os.open(path, _READ)
        try:
            _check_file(path, os.fstat(descriptor).st_mode)
            _check_folder(path.parent)
            key = os.read(descriptor, KEY_BYTES + 1)
        finally:
            os.close(descriptor)
    except FileNotFoundError as error:
        raise FileKeyTrouble("file_key_missing", path) from error
    except OSError as error:
        code = "file_key_not_a_file" if error.errno == errno.ELOOP else "file_key_unreadable"
        raise FileKeyTrouble(code, path, os.strerror(error.errno or 0)) from error
    if len(key) != KEY_BYTES:
        raise FileKeyTrouble("file_key_wrong_length", path, f"{KEY_BYTES} bytes wanted")
    return key


def load_or_create(path: Path) -> bytes:
    """The key in `path`, made if there is none; of two programs starting at once, both get the same one."""
    try:
        return load(path)
    except FileKeyTrouble as trouble:
        if trouble.code != "file_key_missing":
            raise
    try:
        return create(path)
    except FileKeyTrouble as trouble:
        if trouble.code != "file_key_exists":
            raise
    return load(path)


def _write(path: Path, key: bytes) -> None:
    descriptor = os.open(path, _CREATE, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())


def _check_file(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise FileKeyTrouble("file_key_not_a_file", path)
    if _POSIX and mode & _GROUP_AND_OTHERS:
        raise FileKeyTrouble("file_key_readable_by_others", path, f"mode {stat.S_IMODE(mode):o}")


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except FileExistsError as error:
            raise FileKeyTrouble("file_key_unwritable", folder, "not a folder") from error
        _sync_folder(folder.parent)
    _check_folder(folder)


def _check_folder(folder: Path) -> None:
    # Who can write in the folder can put another file in the key's place.
    if _POSIX and folder.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise FileKeyTrouble("file_key_folder_writable_by_others", folder)


def _sync_folder(folder: Path) -> None:
    # The name has to outlive a power cut too. Windows cannot open a folder to flush it; NTFS journals names.
    if not _POSIX:
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
