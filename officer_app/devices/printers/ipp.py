"""The few words of IPP (RFC 8010, 8011) that say where a job stands: `lpstat` does not tell done from given up."""

import getpass
import http.client
import itertools
import socket
import struct
from collections.abc import Mapping, Sequence

GET_JOBS = 0x000A
GET_JOB_ATTRIBUTES = 0x0009
GET_PRINTER_ATTRIBUTES = 0x000B
_OPERATION, _END = 0x01, 0x03
_INTEGER, _BOOLEAN, _ENUM = 0x21, 0x22, 0x23
_KEYWORD, _URI, _CHARSET, _LANGUAGE, _NAME = 0x44, 0x45, 0x47, 0x48, 0x42
_FIRST_TEXT = 0x30
_MOST_ANSWER = 4 * 2**20

Attributes = Mapping[str, tuple[str | int, ...]]


class IppTrouble(Exception):
    """No usable answer; the message says why."""


class NotFound(IppTrouble):
    """The print system answers that there is no such printer or job."""


def request(operation: int, uri: str, wanted: Sequence[str], more: Sequence[tuple[int, str, str]] = ()) -> bytes:
    """An operation on a printer or job `uri`, asking for the attributes `wanted`."""
    parts = [struct.pack(">BBHIB", 1, 1, operation, 1, _OPERATION)]
    parts.append(_attribute(_CHARSET, "attributes-charset", "utf-8"))
    parts.append(_attribute(_LANGUAGE, "attributes-natural-language", "en"))
    parts.append(_attribute(_URI, "job-uri" if operation == GET_JOB_ATTRIBUTES else "printer-uri", uri))
    # CUPS keeps a job's name from everybody but its owner.
    parts.append(_attribute(_NAME, "requesting-user-name", _user()))
    parts += [_attribute(tag, name, value) for tag, name, value in more]
    for index, name in enumerate(wanted):
        parts.append(_attribute(_KEYWORD, "" if index else "requested-attributes", name))
    return b"".join([*parts, bytes([_END])])


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "anonymous"


def keyword(name: str, value: str) -> tuple[int, str, str]:
    """A keyword attribute for `request`."""
    return (_KEYWORD, name, value)


def _attribute(tag: int, name: str, value: str) -> bytes:
    key, data = name.encode("ascii"), value.encode("utf-8")
    return struct.pack(">BH", tag, len(key)) + key + struct.pack(">H", len(data)) + data


def answer(data: bytes) -> list[Attributes]:
    """The groups of an answer that succeeded, one per printer or job. Raises IppTrouble, NotFound."""
    try:
        _, _, status, _ = struct.unpack_from(">BBHI", data)
        groups = _groups(data, 8)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise IppTrouble("the answer is cut off or not IPP") from error
    if status == 0x0406:
        raise NotFound("not found")
    if status >= 0x0100:
        raise IppTrouble(f"status {status:#06x}")
    return groups


def _groups(data: bytes, at: int) -> list[Attributes]:
    groups: list[dict[str, tuple[str | int, ...]]] = []
    name = ""
    while data[at] != _END:
        tag = data[at]
        if tag < 0x10:
            # A delimiter: operation attributes come first, they are not what was asked for.
            groups.append({})
            at += 1
            continue
        name_length = struct.unpack_from(">H", data, at + 1)[0]
        name = data[at + 3 : at + 3 + name_length].decode("ascii") if name_length else name
        at += 3 + name_length
        length = struct.unpack_from(">H", data, at)[0]
        raw = data[at + 2 : at + 2 + length]
        at += 2 + length
        if at > len(data):
            raise IndexError
        value = _value(tag, raw)
        if value is not None and groups:
            groups[-1][name] = (*groups[-1].get(name, ()), value)
    return list(groups[1:])


def _value(tag: int, raw: bytes) -> str | int | None:
    if tag in {_INTEGER, _ENUM}:
        return int(struct.unpack(">i", raw)[0])
    if tag == _BOOLEAN:
        return raw[0]
    if tag >= _FIRST_TEXT + 0x11:
        return raw.decode("utf-8", "replace")
    return None


class _Local(http.client.HTTPConnection):
    def __init__(self, path: str, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def ask(server: str, body: bytes, timeout_s: float) -> list[Attributes]:
    """Send `body` to the print system at `server` (a socket's path, or host[:port]). Raises IppTrouble, NotFound."""
    if server.startswith("/"):
        connection: http.client.HTTPConnection = _Local(server, timeout_s)
    else:
        host, _, port = server.partition(":")
        connection = http.client.HTTPConnection(host, int(port or 631), timeout=timeout_s)
    try:
        connection.request("POST", "/", body, {"Content-Type": "application/ipp"})
        response = connection.getresponse()
        data = response.read(_MOST_ANSWER)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise IppTrouble(str(error) or type(error).__name__) from error
    finally:
        connection.close()
    if response.status != http.client.OK:
        raise IppTrouble(f"HTTP {response.status}")
    return answer(data)


def texts(attributes: Attributes, name: str) -> list[str]:
    """The texts of one attribute."""
    return [value for value in attributes.get(name, ()) if isinstance(value, str)]


def whole(attributes: Attributes, name: str) -> int:
    """The first whole number of one attribute, or 0."""
    numbers = (value for value in attributes.get(name, ()) if isinstance(value, int))
    return next(itertools.chain(numbers, (0,)))
