"""Who may file for transit: the classes of brief 004 §12, and what each has to show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Proof(StrEnum):
    """Something an applicant shows, as it stands in brief 004 §12."""

    THROUGH_BILL = "through_bill"  # named as carrier in the through bill of lading
    MANDATE = "mandate"  # charged by the origin, or by the consignee
    DLT_LICENCE = "dlt_licence"  # approved by the Department of Land Transport, Thai-Lao road
    BOND = "bond"
    AEO_TRADER = "aeo_trader"
    AEO_BROKER = "aeo_broker"
    REGISTERED = "registered"  # registered applicant with the general guarantee
    TRIP_GUARANTEE = "trip_guarantee"  # bond and guarantee that cover all duty of this trip


PROOF_NAMES: Mapping[str, tuple[str, str]] = {
    # As brief 004 §12 calls them, in Thai and in English.
    Proof.THROUGH_BILL: ("ชื่อผู้ขนส่งในใบตราส่งตลอดทาง", "through bill of lading"),
    Proof.MANDATE: ("หลักฐานการมอบหมายจากต้นทางหรือผู้รับ", "mandate"),
    Proof.DLT_LICENCE: ("การอนุมัติจากกรมการขนส่งทางบก", "transport licence"),
    Proof.BOND: ("สัญญาประกันทัณฑ์บน", "bond"),
    Proof.AEO_TRADER: ("สถานะ AEO ผู้นำของเข้า/ผู้ส่งของออก", "AEO trader"),
    Proof.AEO_BROKER: ("สถานะ AEO ตัวแทนออกของ", "AEO broker"),
    Proof.REGISTERED: ("การจดทะเบียนผู้ขอผ่านแดน", "registration"),
    Proof.TRIP_GUARANTEE: ("หลักประกันคุ้มค่าภาษีอากรของครั้งนี้", "guarantee of the trip"),
}


def proofs_named(proofs: Iterable[str]) -> tuple[str, str]:
    """Some proofs by their names, any of which will do: in Thai, and in English."""
    names = [PROOF_NAMES.get(each, (str(each), str(each))) for each in proofs]
    return " หรือ ".join(th for th, _ in names), " or ".join(en for _, en in names)


@dataclass(frozen=True)
class ApplicantClass:
    """A class: every group of `needs` has to be fulfilled, any proof of a group fulfils it.

    `least_satang` is the sum the guarantee must reach; `covers_duty`: it must reach the duty of the goods;
    `own_guarantee`: it must be the applicant's own, known by his tax number.
    """

    code: str
    th: str
    en: str
    needs: tuple[tuple[Proof, ...], ...]
    source: str
    least_satang: int = 0
    covers_duty: bool = False
    own_guarantee: bool = True

    @property
    def guaranteed(self) -> bool:
        """Whether an entry of the guarantee register has to stand behind a case of this class."""
        backed = any(Proof.BOND in group or Proof.TRIP_GUARANTEE in group for group in self.needs)
        return backed or self.covers_duty or self.least_satang > 0


@dataclass(frozen=True)
class Evidence:
    """What was shown for one proof: its number, and its last day where it has one."""

    reference: str
    expiry: date | None = None


@dataclass(frozen=True)
class Unproved:
    """What speaks against an applicant: nothing of `proofs` was shown, or the one that was has ended on `expired`."""

    proofs: tuple[Proof, ...]
    expired: date | None = None


@dataclass(frozen=True)
class TooLittle:
    """The guarantee does not reach what it has to; sums in satang."""

    needed: int
    given: int


def unproved(
    wanted: ApplicantClass, shown: Mapping[Proof, Evidence], day: date, *, guarantee: int = 0, duty: int = 0
) -> list[Unproved | TooLittle]:
    """What `wanted` asks for and was not shown in force on `day`; empty where the applicant may file.

    `guarantee` and `duty` are the guarantee's sum and the duty of the goods, in satang.
    """
    found: list[Unproved | TooLittle] = []
    for group in wanted.needs:
        there = [shown[proof] for proof in group if proof in shown and shown[proof].reference.strip()]
        if not there:
            found.append(Unproved(group))
        elif all(each.expiry is not None and each.expiry < day for each in there):
            found.append(Unproved(group, max(each.expiry for each in there if each.expiry is not None)))
    needed = max(wanted.least_satang, duty if wanted.covers_duty else 0)
    if guarantee < needed:
        found.append(TooLittle(needed, guarantee))
    return found
