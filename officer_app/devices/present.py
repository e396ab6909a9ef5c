"""What is plugged in: serial ports and HID-POS scanners as the system lists them."""

from dataclasses import dataclass

from serial.tools import list_ports

from officer_app.devices.hid_scanner import Hid, HidApi


@dataclass(frozen=True)
class Present:
    """A port that could be set in `scanners`: its address, and what the device calls itself."""

    url: str
    name: str


def present(system: Hid | None = None) -> list[Present]:
    """Everything that could be a scanner, USB devices first. Pseudo-terminals and network ports are never listed."""
    ports = sorted(list_ports.comports(), key=lambda port: (port.vid is None, port.device))
    found = [Present(port.device, _name(port.description, port.manufacturer)) for port in ports]
    try:
        scanners = (system or HidApi()).scanners()
    except OSError:
        scanners = []
    return found + [Present(scanner.url, scanner.name) for scanner in scanners]


def _name(description: str | None, manufacturer: str | None) -> str:
    known = [text for text in (manufacturer, description) if text and text != "n/a"]
    return " ".join(dict.fromkeys(known))
