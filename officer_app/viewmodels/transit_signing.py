"""Number and signature at the transit desk: the rule is cited, the number is shown large, the papers printed."""

from datetime import date

from officer_app.core.agreements import NoAgreement
from officer_app.core.refusals import Refusal
from officer_app.core.transit_declared import BadDeclared, Declared, papers_of, read_declared
from officer_app.texts import Both
from officer_app.usecases.transit_consider import agreement_of
from officer_app.usecases.transit_desk import Done, TransitDesk, declared_of
from officer_app.usecases.transit_numbers import fetch_numbers
from officer_app.usecases.transit_sign import sign
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.transit_asking import Ask, Pick, Sheet, in_order, words
from officer_app.viewmodels.transit_places import Clerk
from officer_app.viewmodels.transit_words import day_words, iso_words

_SURE, _CONTROL = "sure", "451"


class Signing:
    """The signature of one case."""

    def __init__(self, clerk: Clerk, number: str) -> None:
        self._clerk = clerk
        self._number = number

    def begin(self) -> None:
        """Show the rule it is signed by and the last day; without an agreement the signer's reason is asked."""
        desk = self._clerk.office.desk
        try:
            declared = read_declared(declared_of(desk, self._number))
        except BadDeclared as error:
            self._clerk.refused(Refusal("transit_field_needed", {"field": error.field}))
            return
        title = self._both("transit_sign")
        found = agreement_of(desk, declared, declared.entered)
        if isinstance(found, NoAgreement):
            why = {"country": declared.country, "why": found.why, "rule": desk.rules.override.legal_basis}
            refusal = Refusal("transit_no_agreement", why)
            hint = self._clerk.voices.both(lambda speech: speech.refusal(refusal))
            ask = Ask("override", self._both("transit_ask_override"), words(), hint)
            self._clerk.ask(Sheet(title, in_order(ask), lambda said: self._fetch(said["override"])))
            return
        basis = Both(f"{found.name_th} – {found.legal_basis}", f"{found.name_en} – {found.legal_basis}")
        limit = self._limit(declared, found.days)
        label = self._clerk.voices.both(
            lambda speech: speech.say("transit_ask_sign", limit=day_words(limit), days=str(found.days))
        )
        pick = Pick(_SURE, title, Both(self._number, self._number))
        self._clerk.ask(
            Sheet(title, in_order(Ask(_SURE, label, words(), basis, (pick,))), lambda said: self._fetch(""))
        )

    def _limit(self, declared: Declared, days: int) -> date | None:
        try:
            return self._clerk.office.desk.rules.count.last_day(declared.entered, days)
        except ValueError:
            return None

    def _fetch(self, override: str) -> None:
        """Numbers first, off the main thread: the centre may be far. Without it the block at hand goes on."""
        desk, officer = self._clerk.office.desk, self._clerk.officer
        if officer is not None:
            self._clerk.work(lambda: fetch_numbers(desk, officer), lambda got: self._sign(override, got))

    def _sign(self, override: str, got: object) -> None:
        desk, officer = self._clerk.office.desk, self._clerk.officer
        if officer is None:
            return
        self._clerk.work(lambda: sign(desk, officer, self._number, override), lambda done: self._signed(done, got))

    def _signed(self, done: Done | Refusal, got: object) -> None:
        if isinstance(done, Refusal):
            self._clerk.refused(done)
            return
        act = done.act
        sequence, limit = act.text("sequence_no"), act.text("limit_date")

        def said(speech: Speech) -> str:
            told = speech.say(
                "transit_signed_by", number=self._number, limit=iso_words(limit), basis=act.text("legal_basis")
            )
            return f"{told} {speech.refusal(got)}" if isinstance(got, Refusal) else told

        headline = self._clerk.voices.both(lambda speech: speech.say("transit_did_sign", sequence=sequence))
        self._clerk.recorded(headline, self._clerk.voices.both(said))
        self._clerk.print_papers(self._number, self._papers())

    def _papers(self) -> tuple[str, ...]:
        """What a signed case has; the sheet that goes with the goods is printed when they are handed over."""
        sheets = control_sheets(self._clerk.office.desk, self._number)
        return tuple(form for form in _papers_of(self._clerk.office.desk, self._number) if form not in sheets)

    def _both(self, key: str) -> Both:
        return self._clerk.voices.both(lambda speech: speech.say(key))


def control_sheets(desk: TransitDesk, number: str) -> tuple[str, ...]:
    """The 451 of a case. Its seals, its vehicle and its signed code are those of the hand-over."""
    return tuple(form for form in _papers_of(desk, number) if form.startswith(_CONTROL))


def _papers_of(desk: TransitDesk, number: str) -> tuple[str, ...]:
    code, table = desk.counter.journal.transit_state(number).fact("applicant_class"), declared_of(desk, number)
    return papers_of(desk.rules.control_sheet(code, str(table.get("destination_code") or "")), table)
