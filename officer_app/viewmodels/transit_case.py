"""A case at the transit desk: its card, the step that comes next, the others that are open, its papers."""

from dataclasses import replace

from officer_app.core.guarantees import GuaranteeState
from officer_app.core.kinds import ActKind
from officer_app.core.refusals import Refusal
from officer_app.core.transit import Phase, allowed_from
from officer_app.texts import Both
from officer_app.usecases.guarantee_register import guarantee_state
from officer_app.usecases.transit_desk import WHILE_HELD, may, of_other_site
from officer_app.usecases.transit_journey import NOT_OUT
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.transit_asking import Ask, Pick, Sheet, in_order, words
from officer_app.viewmodels.transit_card import CaseFacts, case_card, read_case
from officer_app.viewmodels.transit_places import Clerk, Key, Place
from officer_app.viewmodels.transit_steps import BESIDE, NEXT, Step
from officer_app.viewmodels.transit_words import phase_words
from officer_app.viewmodels.view import Card

_INSIDE = frozenset({Phase.SIGNED, Phase.KEYED, Phase.HANDED_OVER, Phase.EN_ROUTE, Phase.ARRIVED})
_AFTER = frozenset({Phase.HANDED_OVER, Phase.EN_ROUTE, Phase.OVERDUE})


class CasePlace(Place):
    """One case."""

    def __init__(self, clerk: Clerk, number: str) -> None:
        self.clerk = clerk
        self.number = number
        self._case: CaseFacts = read_case(clerk.office.desk, number)
        self._not_ours: dict[ActKind, Refusal | None] = {}

    def refresh(self) -> None:
        """Read the case again."""
        desk, before = self.clerk.office.desk, self._case
        self._case = replace(read_case(desk, self.number), guaranteed=before.guaranteed)
        self._read_guarantee()
        self._not_ours = {}

    def _read_guarantee(self) -> None:
        desk, name = self.clerk.office.desk, self._case.guarantee

        def done(state: GuaranteeState) -> None:
            if self._case.guarantee == name:
                self._case = replace(self._case, guaranteed=state)

        if name:
            self.clerk.aside(lambda: guarantee_state(desk, name), done)

    @property
    def phase(self) -> Phase:
        """Where it stands."""
        return self._case.state.phase

    def title(self, speech: Speech) -> str:
        """Where it stands, in words."""
        return phase_words(self.phase, speech)

    def hint(self, speech: Speech) -> str:
        """What comes next."""
        step = NEXT.get(self.phase)
        if step is None:
            return speech.say("transit_nothing_next")
        said = speech.say("transit_next", step=speech.say(f"transit_{step.name}"))
        why = self._why(step)
        return f"{said} ({speech.either(f'why_{why.code}', 'why_not_now')})" if why else said

    def card(self, speech: Speech) -> Card:
        """All there is to see of it."""
        return case_card(self._case, self.hint(speech), speech)

    def offers(self) -> tuple[Key, ...]:
        """The next step; others; papers."""
        step = NEXT.get(self.phase)
        keys = []
        if step is not None:
            keys.append(
                Key(
                    "F5",
                    f"transit_{step.name}",
                    lambda: step.begin(self.clerk, self.number),
                    self._why(step),
                    wanted=True,
                )
            )
        if self.others():
            keys.append(Key("F6", "transit_others", self._more))
        if self.clerk.office.papers is not None:
            keys.append(Key("F7", "transit_papers", self._papers))
        return tuple(keys)

    def others(self) -> tuple[Step, ...]:
        """The steps beside the road that are open now, to this officer."""
        return tuple(step for step in BESIDE if self._open(step) and self._why(step) is None)

    def _open(self, step: Step) -> bool:
        state, left = self._case.state, self._case.left
        over = left is not None and left < 0
        if step.name == "arrive_code":
            return bool(self.clerk.code_of(self.number)) and self.phase in NOT_OUT
        if self.phase not in allowed_from(step.kind) or self.phase is Phase.NEW:
            return False
        match step.name:
            case "hold":
                return not state.held_by and self.phase is not Phase.CLOSED
            case "unhold":
                return bool(state.held_by)
            case "annul":
                return bool(state.path)
            case "enquire":
                return not state.enquiry and self.phase in _AFTER
            case "answer":
                return bool(state.enquiry)
            case "overdue":
                return over
            case "convert":
                return not over
            case "extend":
                return state.limit is not None and self.phase in _INSIDE
            case "open_goods":
                return self.phase not in (Phase.CLOSED, Phase.EXITED, Phase.REFUSED)
        return True

    def _why(self, step: Step) -> Refusal | None:
        officer = self.clerk.officer
        if self._case.state.held_by and step.kind not in WHILE_HELD:
            return Refusal("held", {"reason": self._case.state.hold_reason})
        if officer is None:
            return Refusal("role", {"role": "transit"})
        if step.kind not in self._not_ours:
            self._not_ours[step.kind] = of_other_site(self.clerk.office.desk.counter, self.number, step.kind)
        return may(officer, step.kind) or self._not_ours[step.kind]

    def _more(self) -> None:
        steps = {step.name: step for step in self.others()}
        picks = tuple(Pick(name, self._both(f"transit_{name}")) for name in steps)
        ask = Ask("step", self._both("transit_ask_step"), words(), picks=picks)
        label = self._both("transit_others")
        self.clerk.ask(Sheet(label, in_order(ask), lambda said: steps[said["step"]].begin(self.clerk, self.number)))

    def _papers(self) -> None:
        papers = self.clerk.office.papers
        if papers is None:
            return
        number = self.number

        def chosen(found: object) -> None:
            choices = found if isinstance(found, list) else []
            picks = tuple(Pick(each.form, Both(each.title.th, each.title.en)) for each in choices)
            if not picks:
                self.clerk.refused(Refusal("no_papers", {"number": number}))
                return
            ask = Ask("form", self._both("transit_ask_paper"), words(), picks=picks)
            label = self._both("transit_papers")
            self.clerk.ask(Sheet(label, in_order(ask), lambda said: self.clerk.print_papers(number, (said["form"],))))

        self.clerk.work(lambda: list(papers.choices(number)), chosen)

    def _both(self, key: str) -> Both:
        return self.clerk.voices.both(lambda speech: speech.say(key))
