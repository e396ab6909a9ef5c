"""The page of printers: which there are, what is against each, how many papers wait; a specimen tries one out."""

from collections.abc import Sequence

from officer_app.texts import Both
from officer_app.viewmodels.list_view import Evidence, ListView
from officer_app.viewmodels.page_work import Message, PageTools
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.station_page import StationPage, verbs
from officer_app.viewmodels.station_ports import PrinterDesk, PrinterRow, TestPrint
from officer_app.viewmodels.view import Fact, Line, Tone


class PrintersModel(StationPage):
    """State of the page."""

    def __init__(self, desk: PrinterDesk, tools: PageTools) -> None:
        super().__init__(tools)
        self.rows: Sequence[PrinterRow] = ()
        self._desk = desk

    def refresh(self) -> None:
        """Ask the printers."""
        if self.officer is not None and not self.busy:
            self._work(self._desk.printers, self._take)

    def _take(self, rows: Sequence[PrinterRow]) -> None:
        self.rows = rows
        self.selected = max(0, min(len(rows) - 1, self.selected))

    def _forget(self) -> None:
        super()._forget()
        self.rows = ()

    def escape(self) -> bool:
        """What is with the printer cannot be stopped from here; its answer is dropped."""
        return False

    def press(self, name: str) -> None:
        """test, again."""
        row = self._row()
        if self.busy:
            self._signals.attention()
        elif name == "again":
            self.refresh()
        elif row is None:
            self._signals.attention()
        else:
            desk, printer = self._desk, row.name
            self._work(lambda: desk.try_out(printer), self._tried)

    def _tried(self, test: TestPrint) -> None:
        good = {"printed": True, "failed": False}.get(test.state)
        self.refresh()
        self.message = Message(
            Both(_outcome(test, self._voices.speech("th")), _outcome(test, self._voices.speech("en"))), good
        )
        {True: self._signals.good, False: self._signals.refuse, None: self._signals.attention}[good]()

    def _row(self) -> PrinterRow | None:
        return self.rows[self.selected] if self.selected < len(self.rows) else None

    def view(self, language: str) -> ListView:
        """See `ListModel`."""
        speech = self.speech(language)
        message, tone = self._said(language)
        row = self._row()
        return ListView(
            title=speech.say("printers_title"),
            hint=speech.say("printers_hint"),
            heads=tuple(speech.say(f"printers_head_{head}") for head in ("name", "papers", "waiting", "state")),
            lines=tuple(_line(each, language, speech) for each in self.rows),
            selected=self.selected,
            empty="" if self.rows or self.busy else speech.say("printers_none"),
            message=speech.say("station_busy") if self.busy and not message else message,
            tone=tone,
            verbs=verbs(
                speech,
                lambda name: speech.say(f"printers_do_{name}"),
                {"test": "" if row is not None else "printers_no_one", "again": ""},
            ),
            sides=_sides(row, speech) if row is not None else (),
            long=True,
        )

    def _length(self) -> int:
        return len(self.rows)


def _outcome(test: TestPrint, speech: Speech) -> str:
    why = speech.texts.either(f"why.{test.why}", "why.unsaid").say(speech.language) if test.why else ""
    form = test.form.say(speech.language)
    return speech.either(f"printers_test_{test.state}", "printers_test_sent", printer=test.printer, form=form, why=why)


def _line(row: PrinterRow, language: str, speech: Speech) -> Line:
    return Line((row.name, _papers(row, language, speech), str(row.waiting), _state(row, speech)), _tone(row))


def _tone(row: PrinterRow) -> Tone:
    return Tone.GOOD if row.ready else Tone.REFUSE


def _state(row: PrinterRow, speech: Speech) -> str:
    if row.ready:
        return f"✓ {speech.say('printers_ready')}"
    return f"✗ {speech.texts.either(f'why.{row.why}', 'why.unsaid').say(speech.language)}"


def _papers(row: PrinterRow, language: str, speech: Speech) -> str:
    named = [form.say(language) for form in row.forms]
    return " · ".join([*named, *([speech.say("printers_default")] if row.default else [])]) or "–"


def _sides(row: PrinterRow, speech: Speech) -> tuple[Evidence, ...]:
    facts = (
        Fact(speech.say("printers_head_state"), _state(row, speech), tone=Tone.NEUTRAL if row.ready else Tone.REFUSE),
        Fact(speech.say("printers_via"), row.via),
    )
    note = speech.say("printers_ready_note" if row.ready else "printers_bad_note")
    return (Evidence(row.name, note, facts, _tone(row)),)
