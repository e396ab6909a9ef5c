"""The escrow of a home's file key: made for the trusted office, and remembered, so that the doctor can tell."""

from collections.abc import Callable
from datetime import datetime

from officer_app.core.acts import format_time
from officer_app.core.ports import Station
from officer_app.core.refusals import Refusal
from officer_app.paths import Home
from officer_app.security import escrow
from officer_app.security.keys import key_id
from officer_app.workstation import office
from officer_app.workstation.certificates import MOST_BYTES, Certificates
from officer_app.workstation.whole_files import write_whole

NOTED = "escrow.json"
"""A copy of the escrow beside the certificates: sealed as it is, it helps nobody, and shows that there is one."""


def make(home: Home, station: Station, file_key: bytes, at: datetime) -> escrow.Escrow | Refusal:
    """The file key of `home`, sealed for the office that is trusted here."""
    root = Certificates(home.certificates).root
    if not root:
        return Refusal("no_root")
    public = _office_key(home, root)
    if not public:
        return Refusal("no_escrow_key")
    place = {"site": station.site, "station": station.name, "root": key_id(root), "at": format_time(at)}
    return escrow.seal(file_key, public, place)


def note(home: Home, data: bytes) -> None:
    """Remember that an escrow was made. Raises Trouble."""
    write_whole(home.certificates / NOTED, data)


def state(home: Home, file_key: Callable[[], bytes]) -> str:
    """How the escrow of `home` stands: good, none, old (of another key), other_office."""
    try:
        with (home.certificates / NOTED).open("rb") as stream:
            made = escrow.read(stream.read(MOST_BYTES))
    except (OSError, escrow.BadEscrow):
        return "none"
    root = Certificates(home.certificates).root
    if not root or made.root != key_id(root):
        return "other_office"
    return "good" if made.check == escrow.check(file_key()) else "old"


def _office_key(home: Home, root: bytes) -> bytes:
    try:
        with (home.certificates / office.PUBLIC).open("rb") as stream:
            found = office.read_public(stream.read(MOST_BYTES))
    except OSError:
        return b""
    return office.escrow_key(*found) if found is not None and found[0] == root else b""
