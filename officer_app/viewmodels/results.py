"""The banner after something was recorded at the inspection counter: what, by whom, when, on which permit."""

from officer_app.core.acts import Act
from officer_app.core.buddhist import datetime_be
from officer_app.texts import Both
from officer_app.usecases.stamp import Stamped
from officer_app.viewmodels.notices import Notice
from officer_app.viewmodels.speech import Speech, Voices
from officer_app.viewmodels.view import Shape, Step, Tone


def stamped_notice(voices: Voices, done: Stamped, display: str) -> Notice:
    """The stamp that was made."""
    act = done.act
    said = {"text": act.text("stamp_text"), "officer": display, "at": datetime_be(act.at)}
    said |= {"post": act.text("release_post"), "number": act.subject.number}
    return Notice(
        Tone.GOOD,
        Shape.TICK,
        voices.both(lambda speech: speech.say("did_stamped", **said)),
        voices.both(lambda speech: speech.say("did_stamped_by", **said)),
        step=Step.STAMPED,
        outcome=act.text("outcome"),
    )


def step_notice(voices: Voices, step: Step, act: Act, display: str) -> Notice:
    """An inspection begun, an X-ray asked for, a hold or its end."""
    shape = Shape.SQUARE if step is Step.HELD else Shape.CLOCK
    return Notice(Tone.ATTENTION, shape, *_said(voices, f"did_{step}", act, display), step=step)


def undone_notice(voices: Voices, act: Act, display: str) -> Notice:
    """The stamp that was taken back."""
    return Notice(Tone.ATTENTION, Shape.EXCLAMATION, *_said(voices, "did_undone", act, display))


def undoing_notice(voices: Voices) -> Notice:
    """The authority of the stamp's post is being asked."""
    headline = voices.both(lambda speech: speech.say("asking_undo"))
    return Notice(Tone.NEUTRAL, Shape.CLOCK, headline, voices.both(lambda speech: speech.say("asking_undo_of")))


def corrected_notice(voices: Voices, what: str, act: Act, display: str) -> Notice:
    """What two officers annulled or re-routed."""
    who = {"at": datetime_be(act.at), "number": act.subject.number}

    def by(speech: Speech) -> str:
        return speech.say(f"did_{what}_by", officer=f"{display}, {speech.officer(act.text('second'))}", **who)

    headline = voices.both(lambda speech: speech.say(f"did_{what}"))
    return Notice(Tone.ATTENTION, Shape.EXCLAMATION, headline, voices.both(by))


def waiting_second_notice(voices: Voices) -> Notice:
    """The second officer is being asked."""
    headline = voices.both(lambda speech: speech.say("asking_second"))
    return Notice(Tone.NEUTRAL, Shape.CLOCK, headline, voices.both(lambda speech: speech.say("asking_second_of")))


def _said(voices: Voices, key: str, act: Act, display: str) -> tuple[Both, Both]:
    """Headline and sentence."""
    who = {"officer": display, "at": datetime_be(act.at), "number": act.subject.number}
    return voices.both(lambda speech: speech.say(key)), voices.both(lambda speech: speech.say(f"{key}_by", **who))
