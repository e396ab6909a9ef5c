"""Port troubles: from what the system or pyserial said to one sentence an officer can act on."""

import errno
import sys
from enum import StrEnum

from officer_app.texts import Both

OPENING_FAULTS: tuple[type[Exception], ...] = (OSError, ValueError, OverflowError, LookupError)
"""All that pyserial raises for a port it cannot open or read: SerialException is an OSError."""

if sys.platform != "win32":
    import termios

    # Not an OSError; pyserial lets it through when a port vanishes while it is being set up.
    OPENING_FAULTS = (*OPENING_FAULTS, termios.error)


class PortTrouble(StrEnum):
    """Why a port is not read."""

    MISSING = "missing"
    FORBIDDEN = "forbidden"
    TAKEN = "taken"
    NOT_A_PORT = "not_a_port"
    UNREACHABLE = "unreachable"
    BAD_ADDRESS = "bad_address"
    BAD_SETTINGS = "bad_settings"
    VANISHED = "vanished"
    HID_FORBIDDEN = "hid_forbidden"

    def sentence(self, url: str) -> Both:
        """What to tell about the port at `url`."""
        thai, english = _SENTENCES[self]
        return Both(thai.format(url=url), english.format(url=url))


_SENTENCES = {
    PortTrouble.MISSING: (
        "ไม่พบเครื่องอ่านที่พอร์ต {url} โปรดเสียบสายหรือแก้ไขการตั้งค่า ระบบจะลองใหม่เอง",
        "No scanner at port {url}. Plug it in or correct the setting; it is tried again by itself.",
    ),
    PortTrouble.FORBIDDEN: (
        "ไม่มีสิทธิ์เปิดพอร์ต {url} ให้ผู้ดูแลเพิ่มผู้ใช้นี้ในกลุ่ม dialout (Debian, Ubuntu)",
        "No permission to open port {url}. The administrator adds this user to the group dialout (Debian, Ubuntu).",
    ),
    PortTrouble.TAKEN: (
        "โปรแกรมอื่นกำลังใช้พอร์ต {url} อยู่ โปรดปิดโปรแกรมนั้น ระบบจะลองใหม่เอง",
        "Another program is using port {url}. Close it; it is tried again by itself.",
    ),
    PortTrouble.NOT_A_PORT: (
        "{url} ไม่ใช่พอร์ตอนุกรม โปรดแก้ไขการตั้งค่าเครื่องอ่าน",
        "{url} is not a serial port. Correct the scanner's setting.",
    ),
    PortTrouble.UNREACHABLE: (
        "ติดต่อเครื่องอ่านที่ {url} ไม่ได้ โปรดตรวจสอบเครือข่ายและการตั้งค่า ระบบจะลองใหม่เอง",
        "The scanner at {url} does not answer. Check network and setting; it is tried again by itself.",
    ),
    PortTrouble.BAD_ADDRESS: (
        'ที่อยู่พอร์ต "{url}" ใช้ไม่ได้ ตัวอย่างที่ใช้ได้: /dev/ttyACM0, COM3, socket://127.0.0.1:4001',
        'The port address "{url}" cannot be used. Good ones: /dev/ttyACM0, COM3, socket://127.0.0.1:4001.',
    ),
    PortTrouble.BAD_SETTINGS: (
        "พอร์ต {url} ไม่รับความเร็วหรือค่าที่ตั้งไว้ โปรดแก้ไขการตั้งค่าเครื่องอ่าน",
        "Port {url} does not take the speed or values that are set. Correct the scanner's setting.",
    ),
    PortTrouble.VANISHED: (
        "เครื่องอ่านที่พอร์ต {url} หลุดออก โปรดเสียบใหม่ ระบบจะอ่านต่อเอง การสแกนที่ยังไม่จบให้สแกนอีกครั้ง",
        "The scanner at port {url} was unplugged. Plug it in, reading goes on by itself; repeat an unfinished scan.",
    ),
    PortTrouble.HID_FORBIDDEN: (
        "พบเครื่องอ่าน {url} แต่ไม่มีสิทธิ์เปิด ให้ผู้ดูแลเพิ่มกฎ udev สำหรับ hidraw หรือปิดโปรแกรมอื่นที่ใช้อยู่",
        "The scanner {url} may not be opened. Add a udev rule for hidraw, or close the program that has it.",
    ),
}

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
