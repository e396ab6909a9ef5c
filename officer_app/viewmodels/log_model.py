"""The page of the program's log: by level, words or the reference of a sentence; copied or taken out for support."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from officer_app.core.buddhist import datetime_be
from officer_app.core.log_lines import LEVELS, LogLine, LogWanted, written
from officer_app.usecases.progress import Stopped
from officer_app.viewmodels.list_view import Evidence, ListView
from officer_app.viewmodels.page_work import PageTools
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.station_page import StationPage, verbs
from officer_app.viewmodels.station_ports import LogDesk, LogPage
from officer_app.viewmodels.view import Fact, Line, Tone, Verb

_TONES = {"WARNING": Tone.ATTENTION, "ERROR": Tone.REFUSE, "CRITICAL": Tone.REFUSE}
_LONGEST = 160


class LogModel(StationPage):
    """State of the page. `last_failure` gives the reference of the sentence that was last shown (empty: none yet);
    `copy` puts a text where other programs can take it.
    """

    def __init__(
        self, desk: LogDesk, last_failure: Callable[[], str], copy: Callable[[str], None], tools: PageTools
    ) -> None:
        super().__init__(tools)
        self.wanted = LogWanted()
        self.lines: tuple[LogLine, ...] = ()
        self.more = False
        self._desk = desk
        self._last_failure = last_failure
        self._copy = copy

    def refresh(self) -> None:
        """The newest lines that are wanted."""
        self._read(replace(self.wanted, before=0))

    def _read(self, wanted: LogWanted) -> None:
        if self.officer is None:
            return
        progress, desk = self._begin(), self._desk
        self.wanted = wanted
        self._work(lambda: _until_stopped(lambda: desk.read(wanted, progress)), self._take)

    def _take(self, page: LogPage | None) -> None:
        if page is None:
            return
        self.progress, self.lines, self.more = None, page.lines, page.more
        self.selected = 0

    def _forget(self) -> None:
        super()._forget()
        self.lines, self.more, self.wanted = (), False, LogWanted()

    # --- keys

    def enter(self, text: str) -> None:
        """Words or a reference; with nothing typed the newest lines again."""
        words = text.strip()
        # Whoever looks for words wants all of them, whatever the level.
        self._read(replace(self.wanted, words=words, before=0, level="" if words else self.wanted.level))

    def escape(self) -> bool:
        """Stop reading; everything again; then out."""
        if super().escape():
            return True
        if self.wanted == LogWanted():
            return False
        self._read(LogWanted())
        return True

    def press(self, name: str) -> None:
        """failure, level, older, copy, export."""
        match name:
            case "failure":
                self._find_failure()
            case "level":
                levels = ("", *LEVELS[1:])
                after = levels[(levels.index(self.wanted.level) + 1) % len(levels)]
                self._read(replace(self.wanted, level=after, before=0))
            case "older":
                self._older()
            case "copy":
                self._copy_line()
            case "export":
                self._export()

    def _find_failure(self) -> None:
        reference = self._last_failure()
        if not reference:
            self._say("log_no_failure")
            self._signals.attention()
            return
        self._read(LogWanted(words=reference))

    def _older(self) -> None:
        if self.more:
            self._read(replace(self.wanted, before=self.wanted.before + self.wanted.most))
        else:
            self._signals.attention()

    def _copy_line(self) -> None:
        line = self._line()
        if line is None:
            self._signals.attention()
            return
        self._copy(written(line))
        self._say("log_copied", good=True)

    def _export(self) -> None:
        desk, lines = self._desk, self.lines
        if not lines or self.busy:
            self._signals.attention()
            return
        self._work(lambda: desk.export(lines), self._exported)

    def _exported(self, file: str) -> None:
        self._say("log_exported", good=True, file=file)
        self._signals.good()

    def _line(self) -> LogLine | None:
        return self.lines[self.selected] if self.selected < len(self.lines) else None

    # --- what is shown

    def view(self, language: str) -> ListView:
        """See `ListModel`."""
        speech = self.speech(language)
        message, tone = self._said(language)
        line = self._line()
        done = self.progress.percent if self.busy and self.progress is not None else None
        return ListView(
            title=self._title(speech),
            hint=speech.say("log_hint"),
            heads=tuple(speech.say(f"log_head_{head}") for head in ("time", "level", "where", "text")),
            lines=tuple(_row(each, speech) for each in self.lines),
            selected=self.selected,
            empty="" if self.lines or self.busy else speech.say("log_none"),
            message=speech.say("log_busy") if self.busy else message,
            tone=Tone.NEUTRAL if self.busy else tone,
            entry=speech.say("log_entry"),
            verbs=self._verbs(speech),
            sides=_sides(line, speech) if line is not None else (),
            done=done,
            long=True,
        )

    def _title(self, speech: Speech) -> str:
        level = speech.say(f"log_level_{self.wanted.level or 'all'}")
        words = speech.say("log_words", words=self.wanted.words) if self.wanted.words else ""
        return " · ".join(filter(None, (speech.say("log_title"), level, words)))

    def _verbs(self, speech: Speech) -> tuple[Verb, ...]:
        nothing = "" if self.lines else "log_nothing"
        names = {
            "failure": "" if self._last_failure() else "log_no_failure_yet",
            "level": "",
            "older": "" if self.more else "log_no_older",
            "copy": nothing,
            "export": nothing,
        }
        return verbs(speech, lambda name: speech.say(f"log_do_{name}"), names)

    def _length(self) -> int:
        return len(self.lines)


def _until_stopped(read: Callable[[], LogPage]) -> LogPage | None:
    try:
        return read()
    except Stopped:
        return None


def _row(line: LogLine, speech: Speech) -> Line:
    tone = _TONES.get(line.level, Tone.NEUTRAL)
    level = speech.either(f"log_level_{line.level}", "log_level_other")
    return Line((_moment(line), level, line.where, _short(line.text)), tone)


def _sides(line: LogLine, speech: Speech) -> tuple[Evidence, ...]:
    facts = [Fact(speech.say("log_head_time"), _moment(line))]
    if line.reference:
        facts.append(Fact(speech.say("log_reference"), line.reference, strong=True))
    error = Evidence(speech.say("log_error"), line.error, ()) if line.error else None
    said = Evidence(speech.say("log_line"), line.text, tuple(fact for fact in facts if fact.value))
    return (said, error) if error is not None else (said,)


def _moment(line: LogLine) -> str:
    try:
        return datetime_be(datetime.fromisoformat(line.at))
    except ValueError:
        return line.at


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
