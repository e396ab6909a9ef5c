"""Decoding: from the bytes of a frame to a text, or the reason why they are none."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from officer_app.core.scanned_text import Unreadability, unreadable, unwrap
from officer_app.devices.framing import Dropped, DropReason, dropped
from officer_app.texts import Both


class Encoding(StrEnum):
    """How the bytes were read. CP874 (TIS-620 and Microsoft's additions) is a guess worth showing."""

    UTF_8 = "utf-8"
    CP874 = "cp874"


@dataclass(frozen=True)
class Text:
    """A frame that is a text without control characters but those a bill-payment code holds."""

    text: str
    encoding: Encoding


def decode(data: bytes) -> Text | Dropped:
    """The text of a frame: UTF-8, or else TIS-620 as Thai scanners and printers still use it."""
    decoded = _decode(data)
    if decoded is None:
        return dropped(DropReason.NOT_TEXT, data)
    bill = unwrap(decoded.text).startswith("|")
    refused = unreadable(decoded.text, inner_controls="\r" if bill else "")
    if refused and refused.reason_code in {Unreadability.NUL, Unreadability.CONTROL_CHARACTER}:
        return dropped(DropReason.CONTROL_CHARACTER, data)
    return decoded


def _decode(data: bytes) -> Text | None:
    for encoding in Encoding:
        try:
            return Text(data.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    return None


DROP_SENTENCES: Mapping[DropReason, Both] = MappingProxyType(
    {
        DropReason.HALF: Both(
            "การสแกนมาไม่ครบจึงไม่ใช้ โปรดสแกนอีกครั้ง หากเป็นทุกครั้ง ให้ตั้งเครื่องอ่านส่ง Enter (CR) ท้ายรหัส",
            "The scan arrived only in part and was dropped. Scan again; if it happens each time, let the scanner "
            "send Enter (CR) after a code.",
        ),
        DropReason.OVERLONG: Both(
            "ข้อมูลจากเครื่องอ่านยาวเกินไปและไม่มีตัวจบ จึงไม่ใช้ โปรดตรวจการตั้งค่าเครื่องอ่านและสแกนอีกครั้ง",
            "The scanner sent too much without an end; it was dropped. Check the scanner's settings and scan again.",
        ),
        DropReason.EMPTY: Both(
            "เครื่องอ่านส่งรหัสว่าง โปรดสแกนอีกครั้ง",
            "The scanner sent an empty code. Scan again.",
        ),
        DropReason.NOT_TEXT: Both(
            "ข้อมูลจากเครื่องอ่านไม่ใช่ตัวอักษร จึงไม่ใช้ โปรดตรวจความเร็วและสาย แล้วสแกนอีกครั้ง",
            "What the scanner sent is no text; it was dropped. Check its speed setting and cable and scan again.",
        ),
        DropReason.CONTROL_CHARACTER: Both(
            "ข้อมูลจากเครื่องอ่านมีอักขระควบคุมปนมา จึงไม่ใช้ โปรดตรวจการตั้งค่าเครื่องอ่านและสแกนอีกครั้ง",
            "What the scanner sent holds control characters; it was dropped. Check its settings and scan again.",
        ),
    }
)
"""What to tell about each reason for which bytes became no scan."""
