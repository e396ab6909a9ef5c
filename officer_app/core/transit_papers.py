"""The papers an applicant for transit hands in: what the manual's list asks for, and what of it is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class When(StrEnum):
    """In which circumstances a paper is asked for."""

    ALWAYS = "always"
    NOT_REGISTERED = "not_registered"  # the one who signs is not registered with customs as able to
    NAME_CHANGED = "name_changed"
    JURISTIC = "juristic"
    BY_ATTORNEY = "by_attorney"
    CARRIER = "carrier"  # class 1: a carrier under an agreement
    OTHER_COUNTRY = "other_country"  # class 2: the route is the applicant's choice
    BOND = "bond"


@dataclass(frozen=True)
class Paper:
    """A row of the list. `one_of` groups papers of which any one is enough; counts are originals and copies."""

    id: str
    th: str
    en: str
    originals: int
    copies: int
    when: When
    source: str
    one_of: str = ""
    duty_stamp: bool = False
    certified: bool = False
    note_th: str = ""
    note_en: str = ""


class Language(StrEnum):
    """The language of a paper; what is neither Thai nor English needs a certified translation (brief 004 note 1)."""

    THAI = "th"
    ENGLISH = "en"
    OTHER = "other"


@dataclass(frozen=True)
class Shown:
    """What was handed in of one paper, as counted at the counter."""

    originals: int = 0
    copies: int = 0
    language: Language = Language.THAI
    translated: bool = False
    certified: bool = False
    duty_stamp: bool = False


class Fault(StrEnum):
    """What is wrong with a paper."""

    MISSING = "missing"
    ORIGINALS = "originals"
    COPIES = "copies"
    TRANSLATION = "translation"
    CERTIFIED = "certified"
    DUTY_STAMP = "duty_stamp"


FAULTS_NAMED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        Fault.MISSING: ("ขาด", "missing"),
        Fault.ORIGINALS: ("ฉบับจริงไม่ครบ", "originals short"),
        Fault.COPIES: ("สำเนาไม่ครบ", "copies short"),
        Fault.TRANSLATION: ("ต้องมีคำแปลที่รับรอง", "certified translation needed"),
        Fault.CERTIFIED: ("ต้องรับรองสำเนา", "copy has to be certified"),
        Fault.DUTY_STAMP: ("ต้องปิดอากรแสตมป์", "duty stamp needed"),
    }
)
"""What the applicant has to bring or mend, Thai and English, as refusals and papers say it."""


@dataclass(frozen=True)
class Lacking:
    """One thing to bring. `papers` are the rows any one of which would do; counts are asked for and handed in."""

    fault: Fault
    papers: tuple[Paper, ...]
    asked: int = 0
    shown: int = 0


@dataclass(frozen=True)
class Circumstances:
    """What decides which papers are asked for."""

    holds: frozenset[When] = field(default_factory=frozenset)

    def asks_for(self, paper: Paper) -> bool:
        """Whether `paper` is asked for here."""
        return paper.when is When.ALWAYS or paper.when in self.holds


def lacking(papers: Iterable[Paper], circumstances: Circumstances, shown: Mapping[str, Shown]) -> list[Lacking]:
    """Everything that is missing or wrong, in the list's order; empty where the papers are complete.

    An incomplete application is not considered (brief 004 note 2), so all of it is said at once.
    """
    asked = [paper for paper in papers if circumstances.asks_for(paper)]
    found: list[Lacking] = []
    groups_done: set[str] = set()
    for paper in asked:
        if not paper.one_of:
            found += _faults(paper, shown.get(paper.id, Shown()))
        elif paper.one_of not in groups_done:
            groups_done.add(paper.one_of)
            found += _any_of([each for each in asked if each.one_of == paper.one_of], shown)
    return found


def _any_of(group: list[Paper], shown: Mapping[str, Shown]) -> list[Lacking]:
    """Nothing where one of the group is in order; else what the best shown one lacks, or that all are missing."""
    there = [paper for paper in group if _is_there(shown.get(paper.id, Shown()))]
    if not there:
        return [Lacking(Fault.MISSING, tuple(group))]
    return min((_faults(paper, shown[paper.id]) for paper in there), key=len)


def _faults(paper: Paper, shown: Shown) -> list[Lacking]:
    one = (paper,)
    if not _is_there(shown):
        return [Lacking(Fault.MISSING, one)]
    found = []
    if shown.originals < paper.originals:
        found.append(Lacking(Fault.ORIGINALS, one, paper.originals, shown.originals))
    if shown.copies + max(shown.originals - paper.originals, 0) < paper.copies:
        found.append(Lacking(Fault.COPIES, one, paper.copies, shown.copies))
    if shown.language is Language.OTHER and not shown.translated:
        found.append(Lacking(Fault.TRANSLATION, one))
    if paper.certified and not shown.certified:
        found.append(Lacking(Fault.CERTIFIED, one))
    if paper.duty_stamp and not shown.duty_stamp:
        found.append(Lacking(Fault.DUTY_STAMP, one))
    return found


def _is_there(shown: Shown) -> bool:
    return shown.originals > 0 or shown.copies > 0
