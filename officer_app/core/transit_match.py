"""What is declared for transit against invoice and bill of lading: every difference, line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from officer_app.core.scanned_text import normalise


class Against(StrEnum):
    """What a declaration is compared with: its papers, its own totals and containers, what it was filed as, and what
    the register of guarantees says of the same thing.
    """

    INVOICE = "invoice"
    BILL = "bill_of_lading"
    ITSELF = "declaration"
    CONTAINERS = "containers"
    FILING = "filing"
    REGISTER = "register"


@dataclass(frozen=True)
class Goods:
    """One line of goods. Weights in grams, value in hundredths of `currency`; None where the paper does not say."""

    packages: int | None = None
    gross_weight_g: int | None = None
    net_weight_g: int | None = None
    value: int | None = None
    currency: str = ""
    description: str = ""


@dataclass(frozen=True)
class Paper:
    """A paper as compared: its lines, and the totals it prints of itself; None where it prints none."""

    lines: tuple[Goods, ...]
    total: Goods = Goods()


@dataclass(frozen=True)
class Difference:
    """One thing that does not agree. `line` counts from 1; 0 is the total. Figures as whole units of their field."""

    against: Against
    line: int
    field: str
    declared: str
    found: str


@dataclass(frozen=True)
class Loaded:
    """The declared containers, packages and grams in each, and how many the declaration says there are."""

    rows: tuple[Goods, ...] = ()
    total: int | None = None


FIELDS: Mapping[Against, tuple[str, ...]] = {
    # Weight and price must agree with the invoice, the declaration with the bill of lading (brief 004 §12).
    Against.INVOICE: ("packages", "gross_weight_g", "net_weight_g", "value", "currency"),
    Against.BILL: ("packages", "gross_weight_g"),
}
SUMMED = ("packages", "gross_weight_g", "net_weight_g", "value")


def differences(declared: Paper, papers: Mapping[Against, Paper]) -> list[Difference]:
    """Every difference between `declared` and `papers`, and between the totals of each and its own lines."""
    found = _own_totals(declared, Against.ITSELF)
    for against, fields in FIELDS.items():
        if against not in papers:
            continue
        paper = papers[against]
        found += _line_by_line(declared.lines, paper.lines, against, fields)
        found += _own_totals(paper, against)
    return found


def container_differences(declared: Paper, loaded: Loaded) -> list[Difference]:
    """Where the containers do not hold what the declaration says: their number, packages and gross weight in all."""
    if not loaded.rows:
        return []
    count = len(loaded.rows)
    wrong: list[Difference] = []
    if loaded.total is not None and loaded.total != count:
        wrong.append(Difference(Against.CONTAINERS, 0, "containers", str(loaded.total), str(count)))
    for field in ("packages", "gross_weight_g"):
        ours, theirs = getattr(declared.total, field), total(loaded.rows, field)
        if ours is not None and theirs is not None and ours != theirs:
            wrong.append(Difference(Against.CONTAINERS, 0, field, str(ours), str(theirs)))
    return wrong


def filing_differences(said: Mapping[str, object], filed: Mapping[str, str]) -> list[Difference]:
    """Where a declaration says something else of itself than the case was filed as. `filed`: class and offices under
    the declaration's own keys; what either does not say is no difference.
    """
    both = _said_by_both(said, filed)
    return [Difference(Against.FILING, 0, field, ours, meant) for field, ours, meant in both if ours != meant]


def register_differences(said: Mapping[str, object], kept: Mapping[str, str]) -> list[Difference]:
    """Where a declaration says something else than the register. `kept`: number and last day of the licence under the
    declaration's own keys; numbers are compared without dashes and blanks, what either does not say is no difference.
    """
    both = _said_by_both(said, kept)
    return [
        Difference(Against.REGISTER, 0, field, ours, theirs)
        for field, ours, theirs in both
        if normalise(ours) != normalise(theirs)
    ]


def _said_by_both(said: Mapping[str, object], other: Mapping[str, str]) -> list[tuple[str, str, str]]:
    pairs = [(field, str(said.get(field) or ""), meant) for field, meant in other.items()]
    return [(field, ours, meant) for field, ours, meant in pairs if ours and meant]


def total(lines: Sequence[Goods], field: str) -> int | None:
    """The sum of `field` over all lines; None where a line does not say, or values are of several currencies."""
    if field == "value" and len({line.currency for line in lines}) > 1:
        return None
    figures = [getattr(line, field) for line in lines]
    return None if None in figures or not figures else sum(figures)


def _line_by_line(
    declared: Sequence[Goods], found: Sequence[Goods], against: Against, fields: Sequence[str]
) -> list[Difference]:
    """A bill that gives only one line for several is compared by its sums; otherwise line with line."""
    if against is Against.BILL and len(found) == 1 and len(declared) > 1:
        return [each for field in fields for each in _compare(against, 0, field, total(declared, field), found[0])]
    wrong: list[Difference] = []
    if len(declared) != len(found):
        wrong.append(Difference(against, 0, "lines", str(len(declared)), str(len(found))))
    for place, (ours, theirs) in enumerate(zip(declared, found, strict=False), start=1):
        for field in fields:
            wrong += _compare(against, place, field, getattr(ours, field), theirs)
    return wrong


def _own_totals(paper: Paper, which: Against) -> list[Difference]:
    if not paper.lines:
        return []
    return [
        each for field in SUMMED for each in _compare(which, 0, field, total(paper.lines, field), paper.total)
    ]  # a total that is not printed says nothing


def _compare(against: Against, line: int, field: str, ours: object, theirs: Goods) -> list[Difference]:
    """Nothing where they agree or the other paper is silent; a figure missing in the declaration is a difference."""
    other = getattr(theirs, field)
    if other in (None, "") or ours == other:
        return []
    return [Difference(against, line, field, "" if ours is None else str(ours), str(other))]
