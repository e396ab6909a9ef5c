"""The page "what is wrong": the doctor's checks, each saying what to do; run again, stopped, kept in a file."""

from collections.abc import Callable
from datetime import datetime

from officer_app.usecases.progress import Progress, Stopped
from officer_app.viewmodels.list_view import Evidence, ListView
from officer_app.viewmodels.page_work import PageTools
from officer_app.viewmodels.ports import Finding
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.station_page import StationPage, verbs
from officer_app.viewmodels.station_ports import CheckupDesk
from officer_app.viewmodels.view import Line, Tone

CHECKS = 18
"""About so many there are: for the bar only."""
SIGNS = {"good": "✓", "attention": "!", "bad": "✗"}
_TONES = {"good": Tone.GOOD, "attention": Tone.ATTENTION, "bad": Tone.REFUSE}
_ORDER = ("bad", "attention", "good")


class CheckupModel(StationPage):
    """State of the page. Findings come one by one; what was found before somebody stops it stays."""

    def __init__(
        self, desk: CheckupDesk, clock: Callable[[], datetime], copy: Callable[[str], None], tools: PageTools
    ) -> None:
        super().__init__(tools)
        self.findings: list[Finding] = []
        self.only_wrong = False
        self.stopped = False
        self._desk = desk
        self._clock = clock
        self._copy = copy

    def refresh(self) -> None:
        """Look at everything anew."""
        if self.officer is None:
            return
        progress, desk = self._begin(), self._desk
        progress.all = CHECKS
        # A list of its own for each run: one that was given up adds to nothing that is shown.
        found: list[Finding] = []
        self.findings, self.stopped, self.selected = found, False, 0
        self._work(lambda: _look(desk, found, progress), self._ended)

    def _ended(self, whole: bool) -> None:
        self.progress = None
        worst = next((state for state in _ORDER if any(each.state == state for each in self.findings)), "good")
        self._say(f"checkup_{worst}", good={"good": True, "bad": False}.get(worst))
        {"good": self._signals.good, "bad": self._signals.refuse}.get(worst, self._signals.attention)()

    def _forget(self) -> None:
        super()._forget()
        self.findings, self.only_wrong, self.stopped = [], False, False

    def escape(self) -> bool:
        """Stop looking, else out."""
        self.stopped = self.busy or self.stopped
        return super().escape()

    def press(self, name: str) -> None:
        """again, only, export, copy."""
        match name:
            case "again":
                self.refresh()
            case "only":
                self.only_wrong, self.selected = not self.only_wrong, 0
            case "export":
                self._export()
            case "copy":
                self._copy("\n".join(f"{SIGNS[each.state]} {each.name}: {each.sentence.en}" for each in self.findings))
                self._say("checkup_copied", good=True)

    def _export(self) -> None:
        desk, findings, at = self._desk, list(self.findings), self._clock()
        if self.busy or not findings:
            self._signals.attention()
            return
        self._work(lambda: desk.export(findings, at), self._exported)

    def _exported(self, file: str) -> None:
        self._say("checkup_exported", good=True, file=file)
        self._signals.good()

    def listed(self) -> list[Finding]:
        """What is wrong first; or only that."""
        found = sorted(self.findings, key=lambda each: _ORDER.index(each.state))
        return [each for each in found if not self.only_wrong or each.state != "good"]

    def view(self, language: str) -> ListView:
        """See `ListModel`."""
        speech = self.speech(language)
        message, tone = self._said(language)
        listed = self.listed()
        selected = min(self.selected, max(0, len(listed) - 1))
        nothing = "" if self.findings else "checkup_nothing"
        names = {"again": "", "only": nothing, "export": nothing, "copy": nothing}
        return ListView(
            title=speech.say("checkup_title"),
            hint=speech.say("checkup_hint"),
            heads=tuple(speech.say(f"checkup_head_{head}") for head in ("state", "what", "said")),
            lines=tuple(_row(each, language, speech) for each in listed),
            selected=selected,
            empty="" if listed or self.busy else speech.say("checkup_none"),
            message=speech.say("checkup_busy", n=str(len(self.findings))) if self.busy else message,
            tone=Tone.NEUTRAL if self.busy else tone,
            verbs=verbs(speech, lambda name: speech.say(self._named(name)), names),
            sides=_sides(listed[selected], language, speech) if listed else (),
            done=self.progress.percent if self.busy and self.progress is not None else None,
            long=True,
        )

    def _named(self, name: str) -> str:
        return "checkup_do_all" if name == "only" and self.only_wrong else f"checkup_do_{name}"

    def _length(self) -> int:
        return len(self.listed())


def _look(desk: CheckupDesk, found: list[Finding], progress: Progress) -> bool:
    try:
        desk.look(found.append, progress)
    except Stopped:
        return False
    return True


def _row(finding: Finding, language: str, speech: Speech) -> Line:
    said = finding.sentence.en if language == "en" else finding.sentence.th
    state = f"{SIGNS[finding.state]} {speech.say(f'checkup_state_{finding.state}')}"
    return Line((state, _name(finding, speech), said), tones=((0, _TONES[finding.state]),))


def _sides(finding: Finding, language: str, speech: Speech) -> tuple[Evidence, ...]:
    said = finding.sentence.en if language == "en" else finding.sentence.th
    return (Evidence(_name(finding, speech), said, (), _TONES[finding.state]),)


def _name(finding: Finding, speech: Speech) -> str:
    return speech.either(f"checkup_of_{finding.name}", "named", name=finding.name)
