"""The registers of the transit desk, to be chosen by a digit."""

from officer_app.texts import Both
from officer_app.viewmodels.transit_asking import Answers, Ask, Pick, Sheet, in_order, words
from officer_app.viewmodels.transit_guarantees import Guarantees
from officer_app.viewmodels.transit_places import Clerk
from officer_app.viewmodels.transit_registers import Figures, Numbers

REGISTERS = {each.name: each for each in (Guarantees, Numbers, Figures)}


def registers_sheet(clerk: Clerk) -> Sheet:
    """Which register is wanted."""

    def both(key: str) -> Both:
        return clerk.voices.both(lambda speech: speech.say(key))

    def done(said: Answers) -> None:
        clerk.go(REGISTERS[said["register"]](clerk))

    picks = tuple(Pick(name, both(f"transit_{name}"), both(f"transit_{name}_hint")) for name in REGISTERS)
    ask = Ask("register", both("transit_ask_register"), words(), picks=picks)
    return Sheet(both("transit_registers"), in_order(ask), done)
