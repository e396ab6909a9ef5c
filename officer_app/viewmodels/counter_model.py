"""The whole inspection counter: beside the keys a list of what else may be done, and phrases."""

from dataclasses import replace
from functools import partial

from officer_app.core.acts import Act, ActKind
from officer_app.core.canonical import Value
from officer_app.core.commands import MOST_WORDS
from officer_app.core.commands import Verb as Command
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.texts import Both
from officer_app.usecases.reroute import Redirected, redirect, reroute
from officer_app.usecases.steps import take_step
from officer_app.usecases.waiting_permits import inspector_of
from officer_app.viewmodels.asked import filled
from officer_app.viewmodels.counter_menu import counter_items, inspectors_of
from officer_app.viewmodels.menu import Item, Menu
from officer_app.viewmodels.ports import Tools
from officer_app.viewmodels.queueing import QueueingModel
from officer_app.viewmodels.results import did_notice, undoing_notice
from officer_app.viewmodels.speech import NOTHING, Speech
from officer_app.viewmodels.view import Asking, Card, Fact, Shape, Tone, Verb, View

_TO = {"to_red": "RED", "to_xray": "XRAY"}


class CounterModel(QueueingModel):
    """F2 what else there is."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._menu = Menu()
        self._post = ""

    # --- what else may be done

    def more(self) -> None:
        """F2."""
        items = self._items()
        if self._occupied or not items:
            self.tools.signals.attention()
        else:
            self._queue.close()
            self._menu.offer(self._both(lambda speech: speech.say("more_prompt")), items)

    def choose(self, place: int) -> None:
        """A digit key, a click or a bar code."""
        if not self._menu.open:
            super().choose(place)
        elif (item := self._menu.at(place)) is None:
            self.tools.signals.attention()
        else:
            self._menu.close()
            item.do()

    def next_page(self) -> bool:
        """Show more of the list; False where none is open."""
        self._menu.next_page()
        return self._menu.open or super().next_page()

    def _items(self) -> list[Item]:
        if self.officer is None:
            return []
        doing = {
            "queue": self.open_queue,
            "assign": self._offer_inspectors,
            "present": lambda: self._record(ActKind.PRESENT, {}),
            "post": self._offer_posts,
            "to_green": self.reroute,
            "to_red": lambda: self._asked.ask("to_red"),
            "to_xray": lambda: self._asked.ask("to_xray"),
            "consent": lambda: self._asked.ask("consent"),
            "annul": self.annul,
            "annul_last": self.annul,
            "paper": self.key_sheet,
        }
        names = counter_items(self._on_card.answer, self.officer, self.tools.counter.rules)
        return [Item(self._said(f"more_{name}"), self._said(f"more_{name}_do"), doing[name]) for name in names]

    def key_sheet(self) -> None:
        """Key the sheet of a number that is not here."""
        self.tools.signals.attention()

    def _offer_inspectors(self) -> None:
        people = inspectors_of(self.tools.officers())
        items = [Item(Both(each.display, each.display), NOTHING, partial(self._assign, each.name)) for each in people]
        self._menu.offer(self._said("assign_prompt"), items)

    def _assign(self, name: str) -> None:
        self._record(ActKind.INSPECT, {"inspector": name})

    def _offer_posts(self) -> None:
        posts = self.tools.counter.rules.posts
        items = [Item(Both(post, post), NOTHING, partial(self._leave_by, post)) for post in posts]
        self._menu.offer(self._said("post_prompt"), items)

    def _leave_by(self, post: str) -> None:
        """Before the stamp it will name the post; a stamp that stands is re-directed, with a reason."""
        found = self._found
        if found is None:
            return
        self._post = post
        if found.state.stamp is not None:
            self._asked.ask("redirect")

    @property
    def _release_post(self) -> str:
        return self._post or super()._release_post

    # --- recording

    def answer(self, text: str) -> None:
        """Enter in the text that was asked for."""
        what = self._asked.what
        if what not in ("redirect", "consent", *_TO):
            super().answer(text)
        elif not self._is_answer(text):
            return
        elif what == "redirect":
            self._redirect(text)
        elif what == "consent":
            self._consent(text)
        else:
            self._reroute_to(what, text)

    def _record(self, kind: ActKind, fields: dict[str, Value]) -> None:
        found, officer = self._found, self.officer
        if found is not None and officer is not None:
            act = take_step(self.tools.counter, officer, found.permit.number, kind, "", fields)
            self._done("assigned" if fields else "presented", officer, act)

    def _consent(self, reason: str) -> None:
        found, officer = self._found, self.officer
        self._asked.stop()
        if found is not None and officer is not None:
            act = take_step(self.tools.counter, officer, found.permit.number, ActKind.CONSENT, reason)
            self._done("consent", officer, act)

    def _reroute_to(self, what: str, reason: str) -> None:
        found, officer = self._found, self.officer
        self._asked.stop()
        if found is not None and officer is not None:
            act = reroute(self.tools.counter, officer, None, found.permit.number, _TO[what], reason)
            self._done(what, officer, act)

    def _redirect(self, reason: str) -> None:
        found, officer, post = self._found, self.officer, self._post
        self._asked.stop()
        if found is None or officer is None:
            return
        counter, number = self.tools.counter, found.permit.number
        self._busy = True
        self._banner.show_quietly(undoing_notice(self._voices))
        # The authority of the old post has to let the stamp go: that may wait for the network.
        work = partial(redirect, counter, officer, number, post, reason)
        self.tools.run(work, partial(self._redirected, officer), self._broke)

    def _redirected(self, officer: SignedIn, done: Redirected | Refusal) -> None:
        self._busy = False
        self._done("redirected", officer, done if isinstance(done, Refusal) else done.act)
        if isinstance(done, Redirected):
            self._slip.start(officer, done.act.subject.number, done.act.act_id)
        self.tools.changed()

    def _done(self, what: str, officer: SignedIn, act: Act | Refusal) -> None:
        self._look_again()
        if isinstance(act, Refusal):
            self._refuse(act)
        else:
            named = self._voices.both(lambda speech: speech.officer(act.text("inspector")))
            self._finish(did_notice(self._voices, what, act, officer.person.display, named))

    # --- as every desk

    def clear(self) -> None:
        """Esc: put the list away, else as every counter."""
        if self._menu.open:
            self._menu.close()
            self._queue.close()
            self._next()
        else:
            super().clear()

    def lock(self) -> None:
        """Nobody is at the desk: the list is put away."""
        self._menu.close()
        super().lock()

    def view(self, language: str) -> View:
        """Everything to show now."""
        shown = super().view(language)
        if self.officer is None:
            return shown
        speech = self._voices.speech(language)
        menu = None if self._held else self._menu.view(speech)
        if menu is None:
            return shown
        # The list covers the card: which permit it is about stands above it, and not what was to be done before.
        number = shown.card.number if shown.card is not None else ""
        headline = " – ".join(filter(None, (number, menu.prompt)))
        asked = replace(shown, tone=Tone.NEUTRAL, shape=Shape.QUESTION, headline=headline, sentence="", mark=None)
        return replace(asked, choices=menu)

    @property
    def _occupied(self) -> bool:
        return self._menu.open or super()._occupied

    def _shut(self, verb: Command) -> bool:
        return self._menu.open or super()._shut(verb)

    def _empty(self) -> None:
        super()._empty()
        self._menu.close()
        self._post = ""

    def _verbs(self, speech: Speech) -> tuple[Verb, ...]:
        asking = speech.say("why_asking")
        verbs = super()._verbs(speech)
        if self._menu.open:
            verbs = tuple(replace(verb, why=verb.why or asking, wanted=False) for verb in verbs)
        why = speech.say("why_busy" if self._busy else "why_acknowledge") if self._busy or self._held else asking
        return (*verbs, Verb("more", "F2", speech.say("verb_more"), why if self._occupied else ""))

    def _question(self, speech: Speech) -> Asking | None:
        """With phrases to take instead of typing: the site's, with the amounts of this permit."""
        asking, found = super()._question(speech), self._found
        if asking is None or found is None:
            return asking
        words, rules = self.tools.command_rules.words, self.tools.counter.rules
        preset = {
            "findings": (*words.get(Command.STAMP_RED, ()), *rules.finding_phrases),
            "xray": rules.xray_phrases,
            "hold": words.get(Command.HOLD, ()),
        }
        phrases = filled(preset.get(asking.what, ()), found.permit)
        return replace(asking, phrases=phrases[:MOST_WORDS], more=speech.say("phrases_more"))

    def _card(self, speech: Speech) -> Card | None:
        card, found = super()._card(speech), self._found
        if card is None or found is None:
            return card
        inspector = inspector_of(self._on_card.acts)
        facts = [Fact(speech.say("fact_inspector"), speech.officer(inspector))] if inspector else []
        if found.state.stamp is None and len(self.tools.counter.rules.posts) > 1:
            facts.append(Fact(speech.say("fact_release_post"), self._release_post))
        return replace(card, facts=(*card.facts, *facts)) if facts else card
