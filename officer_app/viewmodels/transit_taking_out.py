"""A list or register of the transit desk taken out as a file, in both languages, off the main thread."""

from collections.abc import Sequence

from officer_app.texts import Both
from officer_app.viewmodels.register_ports import TakenOut
from officer_app.viewmodels.speech import Voices
from officer_app.viewmodels.transit_places import Clerk, Key, Place
from officer_app.viewmodels.transit_ports import TransitSheet

BLANK = "·"
"""Head of a column that only takes the room that is left."""
_LONGEST_FIGURE = 9


def taking_out(clerk: Clerk, place: Place, name: str) -> Key:
    """The key that takes `place`'s table out; its file begins with `name`."""
    return Key("F7", "transit_take_out", lambda: take_out(clerk, place, name))


def take_out(clerk: Clerk, place: Place, name: str) -> None:
    """Write all that `place` lists now, and say where it lies."""
    officer, sheet = clerk.officer, sheet_of(place, name, clerk.voices)
    if officer is None or sheet is None:
        return
    account = officer.person.name

    def done(answer: object) -> None:
        if isinstance(answer, TakenOut):
            rows, file = str(answer.rows), answer.file
            said = clerk.voices.both(lambda speech: speech.say("transit_taken_out_to", rows=rows, file=file))
            clerk.recorded(clerk.voices.both(lambda speech: speech.say("transit_taken_out")), said)

    clerk.work(lambda: clerk.office.take_out(account, sheet), done)


def sheet_of(place: Place, name: str, voices: Voices) -> TransitSheet | None:
    """The table of `place` as a sheet: heads in both languages, rows in Thai; a column of whole numbers stays one."""
    thai, english = (voices.speech(language) for language in ("th", "en"))
    table, other = place.table(thai), place.table(english)
    if table is None or other is None:
        return None
    heads = tuple(Both(*each) for each in zip(table.heads, other.heads, strict=True) if each[0] != BLANK)
    columns = [_column([line.cells[at] for line in table.lines]) for at in range(len(heads))]
    rows = tuple(zip(*columns, strict=True))
    return TransitSheet(name, Both(place.title(thai), place.title(english)), heads, rows)


def _column(cells: Sequence[str]) -> Sequence[str | int]:
    """Numbers where all are; what begins with a zero is no number."""
    figures = all(cell.isdecimal() and len(cell) <= _LONGEST_FIGURE and str(int(cell)) == cell for cell in cells)
    return [int(cell) for cell in cells] if figures else cells
