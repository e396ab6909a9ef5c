"""Intake at the transit desk's window: who files, in which class, and where the declared data come from."""

from collections.abc import Callable, Mapping, Sequence

from officer_app.core.agreements import Agreement
from officer_app.core.buddhist import datetime_be
from officer_app.core.canonical import Value
from officer_app.core.refusals import Refusal
from officer_app.core.transit import Phase
from officer_app.core.transit_declared import BadDeclared, read_declared
from officer_app.texts import Both
from officer_app.usecases.transit_consider import agreement_of
from officer_app.usecases.transit_desk import Done, TransitDesk, declared_of
from officer_app.usecases.transit_intake import Filing, case_number, receive
from officer_app.viewmodels.speech import NOTHING
from officer_app.viewmodels.transit_asking import Answers, Ask, Pick, Sheet, code, words
from officer_app.viewmodels.transit_data import Keying, data_ask, table_of
from officer_app.viewmodels.transit_places import Clerk

KEYED, TYPED, LATER = "keyed", "path", "later"
MOST_FILES = 6
LOOKED_BACK = 50


Recent = Sequence[tuple[str, Mapping[str, Value]]]
"""Applicants and what each declared, the latest last."""


class Intake:
    """Receives one filing; the same steps also key the data of a case that has none yet."""

    def __init__(self, clerk: Clerk) -> None:
        self._clerk = clerk
        self._known_of: dict[str, Mapping[str, Value]] = {}
        self._recently: Recent = ()

    def receive(self, number: str = "") -> None:
        """F5: a filing, of a scanned declaration or on paper. `number` where it was scanned already."""
        known = {"number": number} if number else None
        desk = self._clerk.office.desk
        self._clerk.aside(lambda: _recent(desk), self._remember)
        self._clerk.ask(Sheet(self._both("transit_receive"), self._next, self._received, known))

    def data(self, number: str, then: Callable[[Mapping[str, Value]], None]) -> None:
        """Ask for the declared data of a case, then go on with them."""
        state = self._clerk.office.desk.counter.journal.transit_state(number)
        known = {
            "number": number,
            "applicant": state.fact("applicant"),
            "class": state.fact("applicant_class"),
            "again": True,
        }

        desk = self._clerk.office.desk
        self._clerk.aside(lambda: _recent(desk), self._remember)

        def done(answers: Answers) -> None:
            then(self._declared(answers))

        self._clerk.ask(Sheet(self._both("transit_data"), self._next, done, known))

    # --- what is asked

    def _next(self, answers: Answers) -> Ask | None:
        if "number" not in answers:
            return Ask(
                "number",
                self._both("transit_ask_declaration"),
                self._number,
                self._both("transit_paper_hint"),
                scans=True,
            )
        told = self._told(answers)
        if "applicant" not in answers:
            name = str(told.get("applicant_name") or "")
            read = words(default=name, most=self._clerk.office.longest("applicant_name"))
            return Ask("applicant", self._both("transit_ask_applicant"), read, self._takes(name))
        if "class" not in answers:
            codes = [each.value for each in self._classes()]
            known = str(told.get("applicant_class") or "")
            start = codes.index(known) if known in codes else 0
            return Ask("class", self._both("transit_ask_class"), words(), picks=self._classes(), start=start)
        if told and "again" not in answers:
            return None
        if "source" not in answers:
            return Ask("source", self._both("transit_ask_source"), words(), picks=self._sources(answers))
        if answers["source"] == TYPED and "loaded" not in answers:
            return Ask("loaded", self._both("transit_ask_path"), self._load)
        if answers["source"] != KEYED:
            return None
        return data_ask(self._clerk, self._keying(answers), answers)

    def _number(self, text: str) -> object:
        """A declaration's number, or nothing; a filing that came back keeps what was declared before."""
        said = code(needed=False)(text)
        if not said or isinstance(said, Refusal):
            return said
        return case_number(self._clerk.office.desk, str(said))

    def _load(self, text: str) -> object:
        return self._clerk.office.load(text) if text.strip() else Refusal("transit_needed")

    def _told(self, answers: Answers) -> Mapping[str, Value]:
        """What is known of the number: an electronic declaration, or what was declared when it was filed before."""
        number = str(answers["number"])
        if not number:
            return {}
        desk = self._clerk.office.desk
        return declared_of(desk, number) or self._clerk.office.record(number) or {}

    def _classes(self) -> tuple[Pick, ...]:
        return tuple(
            Pick(each.code, Both(each.code, each.code), Both(each.th, each.en))
            for each in self._clerk.office.desk.rules.classes
        )

    def _sources(self, answers: Answers) -> tuple[Pick, ...]:
        files = tuple(Pick(name, Both(name, name), self._both("transit_source_file")) for name in self._files)
        own = (Pick(KEYED, self._both("transit_source_keyed")), Pick(TYPED, self._both("transit_source_path")))
        later = () if "again" in answers else (Pick(LATER, self._both("transit_source_later")),)
        return (*own, *files, *later)

    @property
    def _files(self) -> list[str]:
        return list(self._clerk.office.files())[:MOST_FILES]

    def _takes(self, what: str) -> Both:
        if not what:
            return NOTHING
        return self._clerk.voices.both(lambda speech: speech.say("transit_enter_takes", what=what))

    def _keying(self, answers: Answers) -> Keying:
        desk = self._clerk.office.desk
        applicant = str(answers["applicant"])
        if applicant not in self._known_of:
            self._known_of = {applicant: self._before(applicant)}
        return Keying(applicant, answers["class"], desk.today, self._known_of[applicant])

    def _before(self, applicant: str) -> Mapping[str, Value]:
        """What the same applicant declared the last time; of another only the office's own name."""
        known: dict[str, Value] = {}
        for name, told in self._recently:
            kept = told if name == applicant else {key: told[key] for key in ("office_entry",) if told.get(key)}
            known |= kept
        return known

    def _remember(self, recent: Recent) -> None:
        self._recently = recent
        self._known_of = {}

    # --- what comes of it

    def _declared(self, answers: Answers) -> Mapping[str, Value]:
        told = self._told(answers)
        if told and "again" not in answers:
            return told
        match answers.get("source"):
            case "keyed":
                table = table_of(self._keying(answers), self._clerk.office.desk.office, answers)
                return {**table, **self._agreement(table)}
            case "path":
                loaded: Mapping[str, Value] = answers["loaded"]
                return loaded
            case "later":
                return {}
        found = self._clerk.office.load(str(answers["source"]))
        return {} if isinstance(found, Refusal) else found

    def _agreement(self, table: Mapping[str, Value]) -> Mapping[str, Value]:
        """The name of the agreement that the papers cite, where one allows the crossing."""
        desk = self._clerk.office.desk
        try:
            declared = read_declared(table)
        except BadDeclared:
            return {}
        found = agreement_of(desk, declared, declared.entered)
        return {"agreement_name": found.name_th} if isinstance(found, Agreement) else {}

    def _received(self, answers: Answers) -> None:
        desk, officer = self._clerk.office.desk, self._clerk.officer
        source = answers.get("source")
        if officer is None:
            return
        if source not in (None, KEYED, TYPED, LATER):
            found = self._clerk.office.load(str(source))
            if isinstance(found, Refusal):
                self._clerk.refused(found)
                return
        filing = Filing(answers["applicant"], answers["class"], self._declared(answers))
        self._clerk.work(lambda: receive(desk, officer, str(answers["number"]), filing), self._filed)

    def _filed(self, done: Done | Refusal) -> None:
        if isinstance(done, Refusal):
            self._clerk.refused(done)
            return
        number, at = done.act.subject.number, datetime_be(done.act.at)
        self._clerk.open_case(number)
        said = self._clerk.voices.both(lambda speech: speech.say("transit_received_at", number=number, at=at))
        self._clerk.recorded(self._both("transit_did_receive"), said)

    def _both(self, key: str) -> Both:
        return self._clerk.voices.both(lambda speech: speech.say(key))


def _recent(desk: TransitDesk) -> Recent:
    """The last filings. Off the main thread: there may be very many before them."""
    cases = desk.counter.journal.transit_cases(list(Phase), "", LOOKED_BACK * 100)[-LOOKED_BACK:]
    return [(state.fact("applicant"), declared_of(desk, number)) for number, state in cases]
