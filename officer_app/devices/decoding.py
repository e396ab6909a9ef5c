"""Decoding: from the bytes of a frame to a text, or the reason why they are none."""

from dataclasses import dataclass
from enum import StrEnum

from officer_app.core.scanned_text import Unreadability, unreadable, unwrap
from officer_app.devices.framing import Dropped, DropReason, dropped


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
