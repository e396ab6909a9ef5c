"""Who grants the releases of this post, and whether that place can be asked now (design §7)."""

from officer_app.core.refusals import Refusal
from officer_app.core.rights import Authority
from officer_app.usecases.counter import Counter
from officer_app.usecases.release_right import authority_of
from officer_app.usecases.seat import UNCONFIRMED, seat_name
from officer_app.viewmodels.ports import Link
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.view import Granting, Shape, Tone


class GrantingPlace:
    """`look` reads the record of the authority anew; `view` says it with what is known of the line."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._authority: Authority | Refusal = Authority("")
        self._confirmed = True
        self._seat = ""

    def look(self) -> bool:
        """Read it anew, for it comes with the records of the centre; whether it changed."""
        before = self._authority, self._confirmed, self._seat
        self._authority = authority_of(self._counter, self._counter.journal.station.post)
        self._confirmed = not self._counter.journal.value(UNCONFIRMED)
        self._seat = seat_name(self._counter.journal)
        return before != (self._authority, self._confirmed, self._seat)

    def view(self, speech: Speech, link: Link) -> Granting:
        """What to show of it."""
        code, tone = self._code(link)
        shape = {Tone.GOOD: Shape.TICK, Tone.REFUSE: Shape.BARRED, Tone.ATTENTION: Shape.CLOCK}.get(tone, Shape.HOLLOW)
        holder = "" if isinstance(self._authority, Refusal) else self._authority.holder
        return Granting(code, speech.say(f"granting_{code}", holder=holder), tone, shape)

    def _code(self, link: Link) -> tuple[str, Tone]:
        authority, station = self._authority, self._counter.journal.station
        if self._counter.central is None:
            return "alone", Tone.NEUTRAL
        if isinstance(authority, Refusal):
            return "unreadable", Tone.REFUSE
        if authority.resting:
            return "resting", Tone.REFUSE
        if authority.kind == "workstation":
            if authority.holder != station.name:
                return "elsewhere", Tone.REFUSE
            if not self._confirmed:
                return "here_unconfirmed", Tone.REFUSE
            return ("here", Tone.GOOD) if authority.seat == self._seat else ("other_seat", Tone.REFUSE)
        if authority.kind == "post" and self._counter.post is not None:
            return "post", Tone.GOOD
        known = {"none": ("centre", Tone.GOOD), "waiting": ("centre_waiting", Tone.ATTENTION)}
        # Before the first word of the line nobody knows; a claim finds out.
        return known.get(link.trouble, ("centre_waiting", Tone.ATTENTION) if link.trouble == "alone" else _AWAY)


_AWAY = ("centre_away", Tone.REFUSE)
