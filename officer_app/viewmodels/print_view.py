"""What the printing page shows, as plain values in one language."""

from dataclasses import dataclass

from officer_app.core.buddhist import datetime_be
from officer_app.core.refusals import Refusal
from officer_app.viewmodels.paper_ports import PagePicture, PrintRow
from officer_app.viewmodels.ports import Sentence
from officer_app.viewmodels.print_steps import Place, Question
from officer_app.viewmodels.prints import PrintsModel
from officer_app.viewmodels.reprinting import reasons_hint
from officer_app.viewmodels.speech import Speech, parse_moment
from officer_app.viewmodels.view import Asking, Line, Tone, Verb

__all__ = ["Line", "PrintsView", "prints_view"]

_TONES = {"printed": Tone.GOOD, "failed": Tone.REFUSE, "unknown": Tone.REFUSE, "waiting": Tone.ATTENTION}
_SIGNS = {"printed": "✓", "failed": "✕", "unknown": "?", "waiting": "!", "made": "▢"}
"""Beside the word, so that colour never stands alone."""


@dataclass(frozen=True)
class PrintsView:
    """All that the page shows. `page`: the picture looked at, or None; `page_text` says which of how many."""

    title: str
    hint: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    selected: int
    empty: str
    message: str
    tone: Tone
    asking: Asking | None
    page: PagePicture | None
    page_text: str
    entry: str
    verbs: tuple[Verb, ...]


def prints_view(model: PrintsModel, language: str) -> PrintsView:
    """The page as it is now."""
    speech = model.speech(language)
    queue, looking = model.place is Place.QUEUE, model.place is Place.LOOK
    page = model.pages[model.page] if looking and model.pages else None
    good = model.message.good if model.message is not None else None
    number = model.number or speech.say("prints_registers")
    return PrintsView(
        title=speech.say(f"prints_{model.place}", number=number),
        hint=speech.say(f"prints_{model.place}_hint"),
        heads=tuple(speech.say(f"prints_head_{name}") for name in (_HEADS if queue else ("paper",))),
        lines=tuple(
            [_line(row, speech) for row in model.rows]
            if queue
            else [Line((_said(choice.title, language),)) for choice in model.choices]
        ),
        selected=model.selected,
        empty=speech.say("prints_none") if queue and not model.rows else "",
        message=speech.say("prints_busy") if model.busy else model.message.text.say(language) if model.message else "",
        tone={True: Tone.GOOD, False: Tone.REFUSE, None: Tone.NEUTRAL}[good],
        asking=_asking(model.question, speech, language),
        page=page,
        page_text=speech.say("prints_page", page=str(model.page + 1), pages=str(len(model.pages))) if page else "",
        entry=speech.say("prints_entry"),
        verbs=_verbs(model, speech),
    )


_HEADS = ("time", "paper", "number", "copy", "printer", "state")


def _line(row: PrintRow, speech: Speech) -> Line:
    moment = parse_moment(row.at)
    copy = speech.say("prints_copy", copy=str(row.copy), reason=row.reason) if row.copy > 1 else str(row.copy)
    cells = (
        datetime_be(moment) if moment else row.at,
        _said(row.title, speech.language),
        row.number,
        copy,
        row.printer or speech.say("prints_file"),
        f"{_SIGNS.get(row.status, '…')} {_said(row.said, speech.language)}",
    )
    return Line(cells, _TONES.get(row.status, Tone.NEUTRAL))


def _said(sentence: Sentence, language: str) -> str:
    return sentence.en if language == "en" else sentence.th


def _asking(question: Question | None, speech: Speech, language: str) -> Asking | None:
    if question is None:
        return None
    wrong = "" if question.wrong is None else _wrong(question.wrong, speech)
    hint = reasons_hint(speech) if question.what == "reason" else speech.say("prints_text_hint")
    emptied = question.wrong is not None and question.wrong.code == "scan_waits"
    return Asking(question.what, question.label.say(language), hint, wrong, emptied)


def _wrong(refusal: Refusal, speech: Speech) -> str:
    if refusal.code == "scan_waits":
        # Here nothing waits: a scan would call for another paper.
        return speech.say("prints_scan_first")
    return speech.either(f"wrong_{refusal.code}", "wrong_other")


def _verbs(model: PrintsModel, speech: Speech) -> tuple[Verb, ...]:
    """The keys of the page; in its list they are about the print that is selected."""
    row = model.row()
    shut = speech.say("prints_busy") if model.busy else speech.say("prints_asked") if model.question else ""
    none = shut or speech.say("prints_select")
    queue, looking = model.place is Place.QUEUE, model.place is Place.LOOK
    again = none if row is None else shut or (speech.say("prints_not_ended") if row.open else "")
    cancel = none if row is None else shut or ("" if row.open else speech.say("prints_ended"))
    look = shut if (queue and row) or model.place is Place.PAPERS else none
    verbs = [
        Verb("look", "Enter", speech.say("prints_look"), look),
        Verb("again", "F6", speech.say("prints_again"), again, again),
        Verb("cancel", "F7", speech.say("prints_cancel"), cancel, cancel),
        Verb("papers", "F8", speech.say("prints_today"), shut, shut),
    ]
    if looking:
        printing = shut if model.looked_at is not None else speech.say("prints_again_there")
        verbs = [Verb("print", "Enter", speech.say("prints_print"), printing, printing, wanted=True)]
    elif not queue:
        verbs = [verbs[0]]
    return (*verbs, Verb("back", "Esc", speech.say("prints_back")))
