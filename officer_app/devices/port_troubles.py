"""Port troubles: from what the system or pyserial said to a code that has one sentence an officer can act on."""

import errno
import sys
from enum import StrEnum

OPENING_FAULTS: tuple[type[Exception], ...] = (OSError, ValueError, OverflowError, LookupError)
"""All that pyserial raises for a port it cannot open or read: SerialException is an OSError."""

if sys.platform != "win32":
    import termios

    # Not an OSError; pyserial lets it through when a port vanishes while it is being set up.
    OPENING_FAULTS = (*OPENING_FAULTS, termios.error)


class PortTrouble(StrEnum):
    """Why a port is not read; each has its sentence `port.<code>`."""

    MISSING = "missing"
    FORBIDDEN = "forbidden"
    TAKEN = "taken"
    NOT_A_PORT = "not_a_port"
    UNREACHABLE = "unreachable"
    BAD_ADDRESS = "bad_address"
    BAD_SETTINGS = "bad_settings"
    VANISHED = "vanished"
    HID_FORBIDDEN = "hid_forbidden"


_BY_ERRNO = {
    errno.ENOENT: PortTrouble.MISSING,
    errno.ENXIO: PortTrouble.MISSING,
    errno.ENODEV: PortTrouble.MISSING,
    errno.EIO: PortTrouble.MISSING,
    errno.EACCES: PortTrouble.FORBIDDEN,
    errno.EPERM: PortTrouble.FORBIDDEN,
    errno.EAGAIN: PortTrouble.TAKEN,
    errno.EBUSY: PortTrouble.TAKEN,
    errno.EISDIR: PortTrouble.NOT_A_PORT,
    errno.ENOTTY: PortTrouble.NOT_A_PORT,
}

# pyserial keeps some causes only in its message: Windows' errors and a failed tcsetattr.
_BY_MESSAGE = (
    ("FileNotFoundError", PortTrouble.MISSING),
    ("PermissionError", PortTrouble.TAKEN),  # what Windows says of a port that is open elsewhere
    (f"({errno.ENOTTY},", PortTrouble.NOT_A_PORT),
    (f"({errno.EIO},", PortTrouble.MISSING),
    ("Not a valid", PortTrouble.BAD_SETTINGS),
)


def trouble_opening(url: str, fault: Exception) -> PortTrouble:
    """What `fault`, raised while opening `url`, means."""
    for words, trouble in _BY_MESSAGE:
        if words in str(fault):
            return trouble
    if isinstance(fault, OverflowError):
        return PortTrouble.BAD_SETTINGS
    if isinstance(fault, ValueError | LookupError) or not url.strip():
        return PortTrouble.BAD_ADDRESS
    if url.startswith("hid://"):
        return PortTrouble.HID_FORBIDDEN if isinstance(fault, PermissionError) else PortTrouble.MISSING
    if "://" in url:
        return PortTrouble.UNREACHABLE
    number = fault.errno if isinstance(fault, OSError) else None
    return _BY_ERRNO.get(number or 0, PortTrouble.BAD_SETTINGS)
