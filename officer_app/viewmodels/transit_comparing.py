"""Invoice and bill of lading keyed beside what is declared: "agrees" in one key a line, else its figures."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from officer_app.core.transit_match import FIELDS, Against, Goods, Paper
from officer_app.texts import Both
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.transit_asking import Answers, Ask, Read, Sheet, code, in_order
from officer_app.viewmodels.transit_places import Clerk, Key, Place
from officer_app.viewmodels.transit_reading import figure_text, kilos, money, whole
from officer_app.viewmodels.view import Line, Table, Tone

_HEADS = ("paper", "line", "goods", "declared", "found", "compared")
PAPERS = (Against.INVOICE, Against.BILL)
SILENT = "-"
"""Typed where the paper does not say."""
_READS: Mapping[str, Callable[[int | None], Read]] = {
    "packages": lambda known: whole(known, needed=False),
    "gross_weight_g": lambda known: kilos(known, needed=False),
    "net_weight_g": lambda known: kilos(known, needed=False),
    "value": lambda known: money(known, needed=False),
}


class CompareGrid(Place):
    """A row for each line of each paper. `done` is called on Enter, when every row was compared."""

    keeps = True

    def __init__(self, clerk: Clerk, declared: Paper, done: Callable[[Mapping[Against, Paper]], None]) -> None:
        self._clerk = clerk
        self._declared = declared
        self._done = done
        self._found: dict[Against, list[Goods | None]] = {paper: [None] * len(declared.lines) for paper in PAPERS}
        self._row = 0

    @property
    def left(self) -> int:
        """Rows that nobody compared yet."""
        return sum(goods is None for rows in self._found.values() for goods in rows)

    @property
    def _rows(self) -> list[tuple[Against, int]]:
        return [(paper, line) for paper in PAPERS for line in range(len(self._found[paper]))]

    # --- what is shown

    def title(self, speech: Speech) -> str:
        """How many rows are left."""
        return speech.say("transit_compare_left", n=str(self.left)) if self.left else speech.say("transit_compared_all")

    def hint(self, speech: Speech) -> str:
        """The keys."""
        return speech.say("transit_compare_hint")

    def table(self, speech: Speech) -> Table:
        """Declared beside found, row by row."""
        lines = tuple(self._line(paper, line, speech) for paper, line in self._rows)
        heads = tuple(speech.say(f"transit_head_{name}") for name in _HEADS)
        return Table(self.title(speech), heads, lines, self._row, grid=True)

    def offers(self) -> tuple[Key, ...]:
        """Agrees; differs; another line; one line less; go on."""
        return (
            Key("Enter", "transit_go_on", self.enter, wanted=not self.left),
            Key("F5", "transit_agrees", self.agrees, wanted=bool(self.left)),
            Key("F6", "transit_differs", self.differs),
            Key("F7", "transit_line_more", self.one_more),
            Key("F8", "transit_line_less", self.one_less),
        )

    def _line(self, paper: Against, line: int, speech: Speech) -> Line:
        ours = self._declared.lines[line] if line < len(self._declared.lines) else Goods()
        found = self._found[paper][line]
        fields = FIELDS[paper]
        said, tone = speech.say("transit_not_compared"), Tone.ATTENTION
        if found is not None:
            same = all(getattr(found, name) in (None, "", getattr(ours, name)) for name in fields)
            said, tone = speech.say("transit_row_agrees" if same else "transit_row_differs"), Tone.GOOD
            tone = tone if same else Tone.REFUSE
        cells = (
            speech.say(f"transit_against_{paper}"),
            str(line + 1),
            ours.description or "–",
            goods_words(ours, fields),
            "" if found is None else goods_words(found, fields),
            said,
        )
        return Line(cells, tone)

    # --- keys

    def move(self, rows: int) -> None:
        """Another row."""
        self._row = max(0, min(len(self._rows) - 1, self._row + rows))

    def space(self) -> None:
        """As F5."""
        self.agrees()

    def agrees(self) -> None:
        """The paper says what is declared; on to the next row."""
        paper, line = self._rows[self._row]
        if line < len(self._declared.lines):
            self._found[paper][line] = self._declared.lines[line]
            self.move(1)

    def differs(self) -> None:
        """Key the row's figures; Enter alone takes the declared one, a dash says that the paper is silent."""
        paper, line = self._rows[self._row]
        ours = self._declared.lines[line] if line < len(self._declared.lines) else Goods()

        def done(answers: Answers) -> None:
            told: dict[str, Any] = {
                name: None if answers[name] in ("", SILENT) else answers[name] for name in FIELDS[paper]
            }
            currency = str(told.pop("currency", "") or "")
            self._found[paper][line] = replace(Goods(currency=currency, description=ours.description), **told)
            self.move(1)

        asks = [
            Ask(name, self._label(name), _silent(self._read(name, ours)), self._hint(name, ours))
            for name in FIELDS[paper]
        ]
        self._clerk.ask(Sheet(self._both(f"transit_against_{paper}"), in_order(*asks), done))

    def one_more(self) -> None:
        """The paper has a line that is not declared."""
        paper = self._rows[self._row][0]
        self._found[paper].append(None)
        self._row = self._rows.index((paper, len(self._found[paper]) - 1))
        self.differs()

    def one_less(self) -> None:
        """The paper has a line less."""
        paper = self._rows[self._row][0]
        if len(self._found[paper]) > 1:
            self._found[paper].pop()
            self.move(0)

    def enter(self) -> None:
        """Go on when every row was compared; else to the first that was not."""
        for place, (paper, line) in enumerate(self._rows):
            if self._found[paper][line] is None:
                self._row = place
                return
        papers = {paper: Paper(tuple(goods for goods in rows if goods)) for paper, rows in self._found.items()}
        self._done(papers)

    def _read(self, name: str, ours: Goods) -> Read:
        if name == "currency":
            return code(needed=False, default=ours.currency, most=3)
        return _READS[name](getattr(ours, name))

    def _label(self, name: str) -> Both:
        return self._both(f"transit_goods_{name}")

    def _hint(self, name: str, ours: Goods) -> Both:
        known = figure_text(name, getattr(ours, name))
        return self._clerk.voices.both(lambda speech: speech.say("transit_compare_enter", what=known))

    def _both(self, key: str) -> Both:
        return self._clerk.voices.both(lambda speech: speech.say(key))


def goods_words(goods: Goods, fields: tuple[str, ...]) -> str:
    """The figures of a line, as far as a paper of these fields gives them."""
    parts = [figure_text(name, getattr(goods, name)) for name in fields if name != "currency"]
    return " · ".join(parts) + (f" {goods.currency}" if "currency" in fields and goods.currency else "")


def _silent(read: Read) -> Read:
    return lambda text: SILENT if text.strip() == SILENT else read(text)
