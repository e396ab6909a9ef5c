"""Papers and proofs of a filing at the transit desk's window: counted, shown, complete or refused with a list."""

from functools import partial

from officer_app.core.applicants import ApplicantClass, Evidence, Proof
from officer_app.core.buddhist import date_be, iso_day
from officer_app.core.guarantees import GuaranteeState, objection
from officer_app.core.refusals import Refusal
from officer_app.texts import Both
from officer_app.usecases.guarantee_register import guarantee_state, guarantees
from officer_app.usecases.transit_desk import Done, declared_of
from officer_app.usecases.transit_handed import Handed, handed_before
from officer_app.usecases.transit_intake import Incomplete, check, not_considered, wanting
from officer_app.viewmodels.speech import NOTHING
from officer_app.viewmodels.transit_asking import Answers, Ask, Pick, Read, Sheet, code, in_order, words
from officer_app.viewmodels.transit_counting import PaperGrid
from officer_app.viewmodels.transit_places import Clerk
from officer_app.viewmodels.transit_reading import day, money
from officer_app.viewmodels.transit_words import iso_words

NONE, RECORD, NOT_SHOWN = "none", "record", "-"
_SECURING = (Proof.TRIP_GUARANTEE, Proof.REGISTERED, Proof.BOND)
"""Proofs whose number may be one of the guarantee register; where there are several, the sum stands behind the case."""
NOTICE = "refusal-notice"


class Checking:
    """The check of one case. What was counted stays until it is recorded; what was handed in before is there again."""

    def __init__(self, clerk: Clerk, number: str) -> None:
        self._clerk = clerk
        self._number = number
        desk = clerk.office.desk
        state = desk.counter.journal.transit_state(number)
        self._wanted = desk.rules.applicant(state.fact("applicant_class"))
        self._before = handed_before(desk, number)
        self._grid: PaperGrid | None = None
        self._register: dict[str, GuaranteeState] = {}

    def begin(self) -> None:
        """Show the papers."""
        if self._wanted is None:
            self._clerk.refused(Refusal("transit_no_such_class", {"class": ""}))
            return
        before = self._before
        rules = self._clerk.office.desk.rules
        desk = self._clerk.office.desk
        self._clerk.aside(lambda: guarantees(desk), self._register.update)
        self._grid = PaperGrid(rules, self._wanted, before.papers, before.circumstances, self._proofs)
        self._clerk.go(self._grid)

    def _proofs(self) -> None:
        self._clerk.ask(Sheet(self._both("transit_proofs"), self._next, self._record))

    def _next(self, answers: Answers) -> Ask | None:
        wanted = self._wanted
        if wanted is None:
            return None
        for place, group in enumerate(wanted.needs):
            ask = self._proof(place, group, answers)
            if ask is not None:
                return ask
        if "guarantee" not in answers:
            known = self._named(answers)
            read = partial(self._guarantee, known)
            return Ask("guarantee", self._both("transit_ask_guarantee"), read, self._takes(known), scans=True)
        if "duty" not in answers:
            return self._duty()
        if "sure" not in answers and (lacking := self._lacking(wanted, answers)):
            sure = Pick(RECORD, self._both("transit_refuse_incomplete"), self._count(lacking))
            return Ask("sure", self._both("transit_ask_sure"), words(), picks=(sure,))
        return None

    def _proof(self, place: int, group: tuple[Proof, ...], answers: Answers) -> Ask | None:
        """Which of a group was shown, its number, its last day."""
        if len(group) > 1 and f"which.{place}" not in answers:
            picks = (*(Pick(each, self._name(each)) for each in group), Pick(NONE, self._both("transit_proof_none")))
            return Ask(f"which.{place}", self._both("transit_ask_which_proof"), words(), picks=picks)
        proof = group[0] if len(group) == 1 else answers[f"which.{place}"]
        if proof == NONE:
            return None
        before = self._before.proofs.get(Proof(proof)) or self._told(Proof(proof))
        if f"proof.{proof}" not in answers:
            known = before.reference if before else ""
            hint = self._both("transit_proof_hint")
            if known:
                hint = self._clerk.voices.both(lambda speech: speech.say("transit_proof_known", what=known))
            return Ask(f"proof.{proof}", self._name(proof), _unless_not_shown(known), hint, scans=True)
        if answers[f"proof.{proof}"] and f"expiry.{proof}" not in answers:
            ends = before.expiry if before else None
            label = self._clerk.voices.both(
                lambda speech: speech.say("transit_ask_proof_expiry", proof=self._name(proof).say(speech.language))
            )
            hint = self._takes(iso_words(ends.isoformat())) if ends else self._both("transit_expiry_hint")
            return Ask(f"expiry.{proof}", label, day(ends, needed=False), hint)
        return None

    def _duty(self) -> Ask:
        told = declared_of(self._clerk.office.desk, self._number).get("duty_guaranteed")
        known = self._before.duty or (told if isinstance(told, int) else None)
        hint = self._takes(f"{known / 100:,.2f}") if known else NOTHING
        return Ask("duty", self._both("transit_ask_duty"), money(known), hint)

    def _told(self, proof: Proof) -> Evidence | None:
        """What the declared data say of a proof: the through bill, the transport licence and its last day."""
        told = declared_of(self._clerk.office.desk, self._number)
        names = {Proof.THROUGH_BILL: ("bl_house", ""), Proof.DLT_LICENCE: ("dlt_licence_no", "dlt_licence_expiry")}
        number, ends = names.get(proof, ("", ""))
        try:
            return Evidence(str(told.get(number) or ""), iso_day(told.get(ends)))
        except ValueError:
            return Evidence(str(told.get(number) or ""))

    def _named(self, answers: Answers) -> str:
        """The guarantee that was named before, else one that was just shown as a proof and may be drawn on."""
        if self._before.guarantee:
            return self._before.guarantee
        shown = [str(answers.get(f"proof.{proof}") or "") for proof in _SECURING]
        return next((each for each in shown if each and self._guarantee("", each) == each), "")

    def _guarantee(self, known: str, text: str) -> object:
        """A number of the register that may be drawn on, or none."""
        said = code(needed=False, default=known)(text)
        if not said or isinstance(said, Refusal):
            return said
        desk = self._clerk.office.desk
        # Looked up beforehand, off the main thread; what is recorded in the end is decided anew.
        state = self._register.get(str(said)) or guarantee_state(desk, str(said))
        wrong = objection(state, self._number, 0, desk.today)
        if not wrong:
            return said
        ends = state.licence_expiry if wrong == "licence_expired" else state.expiry
        told = {"guarantee": str(said), "free": f"{state.free / 100:,.2f}", "expiry": date_be(ends) if ends else ""}
        return Refusal(wrong, told)

    def _handed(self, answers: Answers) -> Handed:
        grid = self._grid
        proofs = {
            Proof(name.removeprefix("proof.")): Evidence(str(reference), iso_day(answers.get(f"expiry.{name[6:]}")))
            for name, reference in answers.items()
            if name.startswith("proof.") and reference
        }
        return Handed(
            grid.counted if grid else {},
            proofs,
            grid.ticked if grid else frozenset(),
            answers["guarantee"],
            answers["duty"],
        )

    def _lacking(self, wanted: ApplicantClass, answers: Answers) -> int:
        papers, proofs = wanting(self._clerk.office.desk, wanted, self._handed(answers))
        return len(papers) + len(proofs)

    def _record(self, answers: Answers, why_now: str = "") -> None:
        officer = self._clerk.officer
        if officer is None:
            return
        desk, handed = self._clerk.office.desk, self._handed(answers)

        def recorded(done: Done | Incomplete | Refusal) -> None:
            if isinstance(done, Refusal) and done.code == "transit_out_of_turn":
                ask_why_now(self._clerk, done, lambda why: self._record(answers, why))
            elif isinstance(done, Refusal):
                self._clerk.refused(done)
            else:
                self._clerk.back()
                self._said(done)

        self._clerk.work(lambda: check(desk, officer, self._number, handed, why_now), recorded)

    def _said(self, done: Done | Incomplete) -> None:
        if isinstance(done, Done):
            self._clerk.recorded(self._both("transit_did_check"), self._both("transit_did_check_by"))
            return
        why = not_considered(self._clerk.office.desk.rules, done)
        said = self._clerk.voices.both(lambda speech: speech.refusal(why))
        self._clerk.recorded(self._both("transit_did_refuse"), said, good=False)
        self._clerk.print_papers(self._number, (NOTICE,))

    def _count(self, lacking: int) -> Both:
        return self._clerk.voices.both(lambda speech: speech.say("transit_papers_lack", n=str(lacking)))

    def _takes(self, what: str) -> Both:
        if not what:
            return NOTHING
        return self._clerk.voices.both(lambda speech: speech.say("transit_enter_takes", what=what))

    def _name(self, proof: str) -> Both:
        return self._both(f"transit_proof_{proof}")

    def _both(self, key: str) -> Both:
        return self._clerk.voices.both(lambda speech: speech.say(key))


def ask_why_now(clerk: Clerk, refusal: Refusal, then: Read) -> None:
    """An earlier filing waits: why this one is served first; the rule stands beside the question."""
    hint = clerk.voices.both(lambda speech: speech.refusal(refusal))
    label = clerk.voices.both(lambda speech: speech.say("transit_ask_why_now"))
    ask = Ask("why_now", label, words(), hint)
    clerk.ask(Sheet(label, in_order(ask), lambda answers: _call(then, answers["why_now"])))


def _unless_not_shown(known: str) -> Read:
    """The number of a proof, `known` for Enter alone; none at all for a dash."""
    read = code(needed=False, default=known)
    return lambda text: "" if text.strip() == NOT_SHOWN else read(text)


def _call(then: Read, why: str) -> None:
    then(why)
