"""Reference records: what the centre knows of permits and transit declarations. Mirrored here, never written here."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from officer_app.core.scanned_text import normalise


class Provenance(StrEnum):
    """Where a record came from. Only `core` is the customs computer."""

    CORE = "core"
    COUNTER = "counter"
    PAPER = "paper"
    SAMPLE = "sample"


class Line(StrEnum):
    """What the permit says (brief 002 §1); `UNKNOWN` where the message left it out."""

    GREEN = "GREEN"
    RED = "RED"
    UNKNOWN = ""


class CoreState(StrEnum):
    """What the customs computer last said of the permit."""

    ISSUED = "issued"
    CANCELLED = "cancelled"
    LOADED = "loaded"
    HELD = "held"


PAPER_KINDS = frozenset({"receipt", "declaration", "bond"})
"""Records that are here for their paper alone; nothing is done at a counter on them."""


@dataclass(frozen=True)
class DeclarationLine:
    """One export declaration within a permit; weight in grams."""

    number: str
    packages: int
    package_unit: str
    gross_weight_g: int


@dataclass(frozen=True)
class Permit:
    """A cargo permit (ใบกำกับการขนย้ายสินค้า), fields as in its control message (M132 p55-62).

    `hs_codes`: of its goods where somebody told us, with blanks between them; the message itself has none.
    """

    number: str
    line: str
    state: str
    declarations: tuple[DeclarationLine, ...]
    order: str = ""
    mode: str = ""
    release_port: str = ""
    load_port: str = ""
    vehicle: str = ""
    vehicle_province: str = ""
    vehicle_country: str = ""
    trailer: str = ""
    container_no: str = ""
    container_code: str = ""
    seal_no: str = ""
    flight: str = ""
    departure_at: str = ""
    mawb: str = ""
    hawb: str = ""
    company_tax_no: str = ""
    company_branch: str = ""
    company_name: str = ""
    core_status: str = ""
    core_as_of: str = ""
    hs_codes: str = ""

    @property
    def packages(self) -> int:
        """All packages of all declarations."""
        return sum(line.packages for line in self.declarations)

    @property
    def gross_weight_g(self) -> int:
        """Gross weight of all declarations, in grams."""
        return sum(line.gross_weight_g for line in self.declarations)

    @property
    def chapters(self) -> frozenset[str]:
        """The HS chapters of its goods, as far as they are known."""
        return frozenset(code[:2] for code in self.hs_codes.split())

    @property
    def search_keys(self) -> dict[str, str]:
        """Other numbers this permit is found by: number → what it is."""
        found = dict(self._other_numbers())
        return {number: kind for number, kind in found.items() if number and number != self.number}

    def goes_by(self, number: str, kind: str) -> bool:
        """Whether `number`, normalised, is this permit's own or stands on it as `kind` (plate, hawb, ...)."""
        return number == self.number or (number, kind) in self._other_numbers()

    def _other_numbers(self) -> list[tuple[str, str]]:
        numbers = [(self.trailer, "plate"), (self.vehicle, "plate"), (self.container_no, "container")]
        numbers += [(self.hawb, "hawb"), (self.mawb, "mawb")]
        numbers += [(line.number, "declaration") for line in self.declarations]
        # As a scan is compared: a plate on paper is 70-1234, what is asked for is 701234.
        return [(normalise(number), kind) for number, kind in numbers]


@dataclass(frozen=True)
class Record:
    """A record as it travels and is stored: `doc` is JSON text; empty for a tombstone (`deleted`)."""

    kind: str
    number: str
    doc: str
    provenance: str
    as_of: datetime
    deleted: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Match:
    """A record that a part of `value` finds; `what` that number is: permit, declaration, mawb, container, plate ..."""

    number: str
    kind: str
    value: str
    what: str


_TEXTS = tuple(name for name in Permit.__dataclass_fields__ if name != "declarations")


def permit_to_doc(permit: Permit) -> str:
    """`permit` as JSON text."""
    return json.dumps(asdict(permit), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def permit_from_doc(doc: str) -> Permit:
    """The permit of JSON text made by `permit_to_doc`; fields this version does not know are left aside.

    Raises ValueError where the text is not a permit.
    """
    try:
        table: dict[str, Any] = json.loads(doc)
        lines = tuple(
            DeclarationLine(
                number=_text(line["number"]),
                packages=_count(line["packages"]),
                package_unit=_text(line["package_unit"]),
                gross_weight_g=_count(line["gross_weight_g"]),
            )
            for line in table["declarations"]
        )
        texts = {key: table[key] for key in _TEXTS if key in table}
        if set(map(type, texts.values())) - {str}:
            raise TypeError("a text is something else")
        return Permit(declarations=lines, **texts)
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not a permit record: {error}") from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is something else")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError("a count is something else")
    return value
