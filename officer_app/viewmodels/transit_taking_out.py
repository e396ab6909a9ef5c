"""Lists and registers of the transit desk taken out as files: which kind is chosen by a digit."""

from officer_app.texts import Both
from officer_app.usecases.transit_lists import Listing
from officer_app.viewmodels.register_ports import TakenOut
from officer_app.viewmodels.transit_asking import Answers, Ask, Pick, Sheet, in_order, words
from officer_app.viewmodels.transit_places import Clerk, Key


def taking_out(clerk: Clerk, register: str, which: Listing | None = None) -> Key:
    """The key that takes a register out; of the cases the list `which`."""
    return Key("F7", "transit_take_out", lambda: _ask(clerk, register, which))


def _ask(clerk: Clerk, register: str, which: Listing | None) -> None:
    def both(key: str) -> Both:
        return clerk.voices.both(lambda speech: speech.say(key))

    picks = tuple(
        Pick(kind, Both(kind.upper(), kind.upper()), both(f"transit_file_{kind}")) for kind in clerk.office.kinds
    )
    ask = Ask("kind", both("transit_ask_kind"), words(), picks=picks)

    def done(said: Answers) -> None:
        _take_out(clerk, register, str(said["kind"]), which)

    clerk.ask(Sheet(both("transit_take_out"), in_order(ask), done))


def _take_out(clerk: Clerk, register: str, kind: str, which: Listing | None) -> None:
    """Write it off the main thread, and say where it lies."""
    officer = clerk.officer
    if officer is None:
        return
    person = officer.person

    def done(answer: TakenOut) -> None:
        rows, file = str(answer.rows), answer.file
        said = clerk.voices.both(lambda speech: speech.say("transit_taken_out_to", rows=rows, file=file))
        clerk.recorded(clerk.voices.both(lambda speech: speech.say("transit_taken_out")), said)

    clerk.work(lambda: clerk.office.take_out(person, register, kind, which), done)
