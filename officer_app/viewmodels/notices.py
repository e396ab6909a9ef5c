"""Notices: what the banner of a desk page says, in both languages, and which shape a refusal has."""

from dataclasses import dataclass

from officer_app.core.refusals import Refusal
from officer_app.texts import Both
from officer_app.viewmodels.speech import NOTHING, Voices
from officer_app.viewmodels.view import Shape, Step, Tone


@dataclass(frozen=True)
class Notice:
    """The banner. `outcome` is the stamp's, where one was made; `code` is the refusal's; `sound` where it is not
    the tone's own. `of_key`: a key was refused, and what lies on the card has not to do with it.
    """

    tone: Tone
    shape: Shape
    headline: Both
    sentence: Both = NOTHING
    note: Both = NOTHING
    code: str = ""
    must_acknowledge: bool = False
    step: Step = Step.NOTHING
    outcome: str = ""
    sound: Tone | None = None
    of_key: bool = False


@dataclass(frozen=True)
class _Look:
    tone: Tone
    shape: Shape


_LOOKS = {
    "already_released": _Look(Tone.REFUSE, Shape.CROSS),
    "cancelled": _Look(Tone.REFUSE, Shape.BARRED),
    "already_stamped": _Look(Tone.ATTENTION, Shape.EXCLAMATION),
    "already_loaded": _Look(Tone.REFUSE, Shape.BARRED),
    "held": _Look(Tone.REFUSE, Shape.SQUARE),
    "blocked": _Look(Tone.REFUSE, Shape.SQUARE),
    "not_stamped": _Look(Tone.REFUSE, Shape.HOLLOW),
    "unknown_number": _Look(Tone.REFUSE, Shape.QUESTION),
    "data_missing": _Look(Tone.ATTENTION, Shape.CLOCK),
    "typed_unknown": _Look(Tone.REFUSE, Shape.QUESTION),
    "bad_format": _Look(Tone.REFUSE, Shape.QUESTION),
    "unreadable": _Look(Tone.REFUSE, Shape.SCAN),
    "no_right": _Look(Tone.ATTENTION, Shape.CLOCK),
    "unverified": _Look(Tone.ATTENTION, Shape.CLOCK),
    "several": _Look(Tone.ATTENTION, Shape.QUESTION),
    "fee_later": _Look(Tone.ATTENTION, Shape.EXCLAMATION),
    "petition_later": _Look(Tone.ATTENTION, Shape.EXCLAMATION),
    "licence_later": _Look(Tone.ATTENTION, Shape.EXCLAMATION),
    "not_a_permit": _Look(Tone.ATTENTION, Shape.QUESTION),
}
_OTHER = _Look(Tone.REFUSE, Shape.CROSS)


def refusal_notice(voices: Voices, refusal: Refusal) -> Notice:
    """The banner of a refusal: it stays until it is acknowledged."""
    look = _LOOKS.get(refusal.code, _OTHER)
    headline = voices.both(lambda speech: speech.either(f"head_{refusal.code}", "head_other"))
    sentence = voices.both(lambda speech: speech.refusal(refusal))
    return Notice(look.tone, look.shape, headline, sentence, code=refusal.code, must_acknowledge=True)


def drop_notice(voices: Voices, reason: str) -> Notice:
    """The banner of a frame that became no text."""
    headline = voices.both(lambda speech: speech.say("head_dropped"))
    sentence = voices.both(lambda speech: speech.reason(reason))
    return Notice(Tone.REFUSE, Shape.SCAN, headline, sentence, code="dropped", must_acknowledge=True)


def fault_notice(voices: Voices, sentence: Both) -> Notice:
    """The banner of a fault: something in the program or the machine will not do."""
    headline = voices.both(lambda speech: speech.say("fault_headline"))
    note = voices.both(lambda speech: speech.say("fault_note"))
    return Notice(Tone.REFUSE, Shape.EXCLAMATION, headline, sentence, note, code="fault", must_acknowledge=True)


def other_notice(voices: Voices, kind: str) -> Notice:
    """The banner of a record that belongs to another desk."""
    headline = voices.both(lambda speech: speech.either(f"record_{kind}", "named", name=kind))
    sentence = voices.both(lambda speech: speech.say("other_desk"))
    return Notice(Tone.ATTENTION, Shape.EXCLAMATION, headline, sentence, code="other_kind")


def choose_notice(voices: Voices, code: str, number: str) -> Notice:
    """The banner of a question: nothing goes on before somebody chose."""
    headline = voices.both(lambda speech: speech.say(f"head_{code}"))
    sentence = voices.both(lambda speech: speech.say(f"ask_{code}", number=number))
    return Notice(Tone.ATTENTION, Shape.QUESTION, headline, sentence, code=code)


def ready_notice(voices: Voices, headline: str) -> Notice:
    """The banner of an empty page."""
    sentence = voices.both(lambda speech: speech.say("ready_scan"))
    return Notice(Tone.NEUTRAL, Shape.SCAN, voices.both(lambda speech: speech.say(headline)), sentence)
