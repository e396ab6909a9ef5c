"""A list of things to do, answered like any question: by digit, by click, by the command barcodes of a choice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from officer_app.core.commands import CHOICES
from officer_app.texts import Both
from officer_app.viewmodels.speech import NOTHING, Speech
from officer_app.viewmodels.view import Choices, Option


@dataclass(frozen=True)
class Item:
    """One thing to do, with what comes of it."""

    title: Both
    note: Both
    do: Callable[[], None]


class Menu:
    """Closed where nothing is offered. Nothing is chosen by itself."""

    def __init__(self) -> None:
        self._prompt = NOTHING
        self._items: tuple[Item, ...] = ()
        self._page = 0

    @property
    def open(self) -> bool:
        """Whether the officer may choose."""
        return bool(self._items)

    def offer(self, prompt: Both, items: Sequence[Item]) -> None:
        """Offer `items`; none of them closes the list."""
        self._prompt, self._items, self._page = prompt, tuple(items), 0

    def close(self) -> None:
        """Offer nothing any more."""
        self._items = ()

    def at(self, place: int) -> Item | None:
        """The item at `place`, from 1, of the page shown."""
        shown = self._shown
        return shown[place - 1] if 0 < place <= len(shown) else None

    def next_page(self) -> None:
        """Show the next items, and the first ones again after the last."""
        if self.open:
            self._page = (self._page + 1) % self._pages

    def view(self, speech: Speech) -> Choices | None:
        """What to show of it."""
        if not self.open:
            return None
        options = tuple(
            Option(str(place), item.title.say(speech.language), item.note.say(speech.language))
            for place, item in enumerate(self._shown, start=1)
        )
        hint = speech.say("choose_hint", n=str(len(options)))
        if self._pages > 1:
            hint = f"{hint} · {speech.say('choose_more', page=str(self._page + 1), pages=str(self._pages))}"
        return Choices(self._prompt.say(speech.language), hint, options)

    @property
    def _shown(self) -> tuple[Item, ...]:
        return self._items[self._page * CHOICES : (self._page + 1) * CHOICES]

    @property
    def _pages(self) -> int:
        return -(-len(self._items) // CHOICES)
