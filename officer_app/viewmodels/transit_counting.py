"""Counting an applicant's papers: the list that is asked for, with originals, copies, language and ticks by keys."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from officer_app.core.applicants import ApplicantClass, Proof
from officer_app.core.transit_papers import Circumstances, Language, Paper, Shown, When, lacking
from officer_app.core.transit_rules import TransitRules
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.transit_places import Key, Place
from officer_app.viewmodels.view import Line, Table, Tone

_ASKED = (When.NOT_REGISTERED, When.NAME_CHANGED, When.JURISTIC, When.BY_ATTORNEY)
"""Circumstances the officer ticks; the others follow from the applicant's class."""
_HEADS = ("paper", "originals", "copies", "language", "translated", "certified", "duty_stamp", "complete")
_CELLS = ("originals", "copies", "language", "translated", "certified", "duty_stamp")
_LANGUAGES = tuple(Language)


class PaperGrid(Place):
    """The papers of one filing. `done` is called on Enter, with what was counted and the circumstances."""

    keeps = True

    def __init__(
        self,
        rules: TransitRules,
        wanted: ApplicantClass,
        counted: Mapping[str, Shown],
        ticked: frozenset[When],
        done: Callable[[], None],
    ) -> None:
        self.counted = dict(counted)
        self.ticked = ticked
        self._rules = rules
        self._done = done
        bond = any(Proof.BOND in group for group in wanted.needs)
        self._by_class = frozenset({When.CARRIER if wanted.code == "1" else When.OTHER_COUNTRY})
        self._by_class |= {When.BOND} if bond else frozenset()
        papers = {paper.when for paper in rules.papers}
        self._circumstances = tuple(each for each in _ASKED if each in papers)
        self._row, self._cell = len(self._circumstances), 0

    @property
    def papers(self) -> tuple[Paper, ...]:
        """What is asked for under the circumstances as they are ticked."""
        now = self._now
        return tuple(paper for paper in self._rules.papers if now.asks_for(paper))

    @property
    def missing(self) -> int:
        """How many things are lacking."""
        return len(lacking(self._rules.papers, self._now, self.counted))

    @property
    def _now(self) -> Circumstances:
        return Circumstances(self._by_class | self.ticked)

    # --- what is shown

    def title(self, speech: Speech) -> str:
        """How many things are lacking."""
        missing = self.missing
        return speech.say("transit_papers_lack", n=str(missing)) if missing else speech.say("transit_papers_complete")

    def hint(self, speech: Speech) -> str:
        """The keys."""
        return speech.say("transit_papers_hint")

    def table(self, speech: Speech) -> Table:
        """Circumstances first, then a line for each paper."""
        wrong = lacking(self._rules.papers, self._now, self.counted)
        faulty = {paper.id for each in wrong for paper in each.papers}
        lines = [self._circumstance(place, each, speech) for place, each in enumerate(self._circumstances)]
        first = len(lines)
        lines += [
            self._paper(first + place, paper, paper.id in faulty, speech) for place, paper in enumerate(self.papers)
        ]
        heads = tuple(speech.say(f"transit_head_{name}") for name in _HEADS)
        return Table(self.title(speech), heads, tuple(lines), min(self._row, len(lines) - 1), grid=True, wide=0)

    def offers(self) -> tuple[Key, ...]:
        """Go on; all as asked."""
        return (
            Key("Enter", "transit_go_on", self.enter, wanted=not self.missing),
            Key("F5", "transit_all_as_asked", self.all_as_asked, wanted=bool(self.missing)),
        )

    def _circumstance(self, place: int, when: When, speech: Speech) -> Line:
        here = self._row == place
        tick = _tick(marked=when in self.ticked)
        return Line((speech.say(f"transit_when_{when}"), f"‹{tick}›" if here else tick, "", "", "", "", "", ""))

    def _paper(self, place: int, paper: Paper, faulty: bool, speech: Speech) -> Line:
        shown = self.counted.get(paper.id, Shown())
        here = self._cell if self._row == place else -1
        cells = [self._cell_text(name, paper, shown, speech) for name in _CELLS]
        marked = [f"‹{text}›" if at == here else text for at, text in enumerate(cells)]
        name = paper.th if speech.language == "th" else paper.en
        there = shown.originals > 0 or shown.copies > 0
        state = "faulty" if faulty else "good" if there else "unneeded"
        tone = {"faulty": Tone.REFUSE, "good": Tone.GOOD}.get(state, Tone.NEUTRAL)
        return Line((f"{paper.source}  {name}", *marked, speech.say(f"transit_paper_{state}")), tone)

    def _cell_text(self, name: str, paper: Paper, shown: Shown, speech: Speech) -> str:
        if name in ("originals", "copies"):
            return f"{getattr(shown, name)}/{getattr(paper, name)}"
        if name == "language":
            return speech.say(f"transit_language_{shown.language}")
        asked = {
            "translated": shown.language is Language.OTHER,
            "certified": paper.certified,
            "duty_stamp": paper.duty_stamp,
        }
        return _tick(marked=bool(getattr(shown, name))) if asked[name] or getattr(shown, name) else "–"

    # --- keys

    def move(self, rows: int) -> None:
        """Another line."""
        self._row = max(0, min(len(self._circumstances) + len(self.papers) - 1, self._row + rows))

    def side(self, steps: int) -> None:
        """Another cell of the line."""
        self._cell = max(0, min(len(_CELLS) - 1, self._cell + steps))

    def digit(self, number: int) -> None:
        """So many originals, or copies; where it is a tick, nothing."""
        name, paper = _CELLS[self._cell], self._at
        if paper is not None and name == "originals":
            self._set(paper, lambda shown: replace(shown, originals=number))
        elif paper is not None and name == "copies":
            self._set(paper, lambda shown: replace(shown, copies=number))

    def space(self) -> None:
        """Tick or untick; the next language; one more original or copy."""
        paper = self._at
        if paper is None:
            self.ticked ^= {self._circumstances[self._row]}
            return
        self._set(paper, _NEXT[_CELLS[self._cell]])

    def all_as_asked(self) -> None:
        """Every paper as it is asked for; of those of which one is enough, the first, or the one that is there."""
        for paper in self.papers:
            group = [each.id for each in self.papers if paper.one_of and each.one_of == paper.one_of]
            there = [name for name in group if name in self.counted]
            if group and paper.id != (there or group)[0]:
                continue
            shown = self.counted.get(paper.id, Shown())
            self.counted[paper.id] = replace(
                shown,
                originals=max(shown.originals, paper.originals),
                copies=max(shown.copies, paper.copies),
                certified=shown.certified or paper.certified,
                duty_stamp=shown.duty_stamp or paper.duty_stamp,
                translated=shown.translated or shown.language is Language.OTHER,
            )

    def enter(self) -> None:
        """Go on with what was counted."""
        self._done()

    @property
    def _at(self) -> Paper | None:
        place = self._row - len(self._circumstances)
        return self.papers[min(place, len(self.papers) - 1)] if place >= 0 else None

    def _set(self, paper: Paper, change: Callable[[Shown], Shown]) -> None:
        self.counted[paper.id] = change(self.counted.get(paper.id, Shown()))


_NEXT: Mapping[str, Callable[[Shown], Shown]] = {
    "originals": lambda shown: replace(shown, originals=(shown.originals + 1) % 10),
    "copies": lambda shown: replace(shown, copies=(shown.copies + 1) % 10),
    "language": lambda shown: replace(
        shown, language=_LANGUAGES[(_LANGUAGES.index(shown.language) + 1) % len(_LANGUAGES)]
    ),
    "translated": lambda shown: replace(shown, translated=not shown.translated),
    "certified": lambda shown: replace(shown, certified=not shown.certified),
    "duty_stamp": lambda shown: replace(shown, duty_stamp=not shown.duty_stamp),
}
"""What the space bar does in each cell."""


def _tick(*, marked: bool) -> str:
    return "☑" if marked else "☐"
