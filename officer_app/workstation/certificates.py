"""Which form templates the office has signed: certificates of the office root over a template's exact bytes."""

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from officer_app.core.acts import format_time
from officer_app.core.canonical import encode
from officer_app.core.ports import Signer
from officer_app.core.refusals import Refusal, Refused
from officer_app.paths import Home
from officer_app.security import keys
from officer_app.workstation.trouble import Trouble
from officer_app.workstation.whole_files import write_whole

WHAT = "officer-app form certificate"
"""First word of what is signed, so that no signature over anything else can pass for a certificate."""
ROOT_FILE = "office-root.pub"
MOST_BYTES = 64 * 1024


class Certificates:
    """The certificates in `folder`, believed if the office root beside them signed them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[tuple[str, bytes], bool] = {}

    @property
    def root(self) -> bytes:
        """The office root's public key, or no bytes where none is trusted here."""
        try:
            text = (self._folder / ROOT_FILE).read_text("ascii").strip()
            root = bytes.fromhex(text)
        except (OSError, ValueError):
            return b""
        return root if len(root) == keys.PUBLIC_BYTES else b""

    def trust(self, root: bytes) -> Refusal | None:
        """Believe `root` (raw public key) from now on; refused where another root is believed already."""
        if self.root and self.root != root:
            return Refusal("other_root", {"root": keys.key_id(self.root)})
        if len(root) != keys.PUBLIC_BYTES:
            return Refusal("bad_root")
        write_whole(self._folder / ROOT_FILE, (root.hex() + "\n").encode("ascii"))
        return None

    def certified(self, form: str, template: bytes) -> bool:
        """Whether the trusted root has signed exactly these bytes as this form."""
        known = (form, hashlib.sha256(template).digest())
        if known not in self._known:
            self._known[known] = self._read(form, known[1].hex())
        return self._known[known]

    def keep(self, form: str, certificate: bytes) -> None:
        """Store a certificate. Raises Trouble."""
        write_whole(self._folder / f"{form}.json", certificate)
        self._known.clear()

    def _read(self, form: str, sha256: str) -> bool:
        try:
            with (self._folder / f"{form}.json").open("rb") as stream:
                return is_good(stream.read(MOST_BYTES), form, sha256, self.root)
        except OSError:
            return False


def is_good(certificate: bytes, form: str, sha256: str, root: bytes) -> bool:
    """Whether `certificate` is `root`'s word that the template of `form` has this SHA-256 (hex). Never raises."""
    try:
        table = json.loads(certificate.decode("utf-8"))
        body, signature = table["body"], bytes.fromhex(table["signature"])
        says = (body["what"], body["form"], body["sha256"])
        message = encode(body)
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
    return bool(root) and says == (WHAT, form, sha256) and keys.verify(root, message, signature)


def digest(template: bytes) -> str:
    """SHA-256 (hex) of a template's bytes: what a certificate names."""
    return hashlib.sha256(template).hexdigest()


def certify(form: str, version: str, template: bytes, signer: Signer, at: datetime) -> bytes:
    """The certificate of a template: what says so, and the root's signature over it."""
    body: Mapping[str, str] = {
        "what": WHAT,
        "form": form,
        "version": version,
        "sha256": digest(template),
        "at": format_time(at),
        "root": signer.key_id,
    }
    whole = {"body": dict(body), "signature": signer.sign(encode(body)).hex()}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def new_root(file: Path, password: str) -> bytes | Refusal:
    """Make an office root: its private key wrapped by `password` into `file` (never overwritten); its public key.

    Refused inside a workstation's home: who steals the machine would have the office. Raises Trouble.
    """
    if in_a_home(file):
        return Refusal("root_in_home", {"folder": file.parent.name})
    private = keys.new_private_key()
    try:
        blob = keys.wrap(private, password)
    except Refused as refused:
        return refused.refusal
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(blob)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise Trouble("file_unwritable", path=file.name, detail=error.strerror or "") from error
    return private.public_key().public_bytes_raw()


def open_root(file: Path, password: str) -> Signer | Refusal:
    """The office root in `file`. Raises Trouble."""
    try:
        with file.open("rb") as stream:
            return keys.unwrap(stream.read(MOST_BYTES), password)
    except OSError as error:
        raise Trouble("root_unreadable", path=file.name, detail=error.strerror or "") from error
    except Refused as refused:
        return refused.refusal
    except keys.KeyTrouble as error:
        return Refusal("root_closed", {"detail": error.code})


def in_a_home(path: Path) -> bool:
    """Whether `path` is a workstation's home, or lies in one."""
    here = path.resolve()
    return any(Home(folder).settings.exists() and Home(folder).file_key.exists() for folder in (here, *here.parents))
