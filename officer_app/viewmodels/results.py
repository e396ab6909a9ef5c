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


def from_paper_notice(voices: Voices, act: Act, asked: str, display: str) -> Notice:
    """The stamp that was made from a sheet; `asked`: what the centre said of its number."""
    said = {"officer": display, "at": datetime_be(act.at), "number": act.subject.number}
    headline = voices.both(lambda speech: speech.say("did_from_paper"))

    def by(speech: Speech) -> str:
        return speech.say("did_from_paper_by", **said, asked=speech.say(f"paper_{asked}"))

    return Notice(
        Tone.ATTENTION, Shape.EXCLAMATION, headline, voices.both(by), step=Step.STAMPED, outcome=act.text("outcome")
    )


def asking_centre_notice(voices: Voices) -> Notice:
    """The centre is asked once more before a sheet is stamped."""
    headline = voices.both(lambda speech: speech.say("centre_asking"))
    return Notice(Tone.NEUTRAL, Shape.CLOCK, headline)


def did_notice(voices: Voices, what: str, act: Act, display: str, named: Both) -> Notice:
    """What was recorded from the list of other things to do; `named`: whom it names."""

    def by(speech: Speech) -> str:
        who = {"officer": display, "at": datetime_be(act.at), "number": act.subject.number}
        more = {"inspector": named.say(speech.language), "post": act.text("release_post")}
        return speech.say(f"did_{what}_by", **who, **more)

    headline = voices.both(lambda speech: speech.say(f"did_{what}"))
    return Notice(Tone.ATTENTION, Shape.CLOCK, headline, voices.both(by))


def waiting_second_notice(voices: Voices) -> Notice:
    """The second officer is being asked."""
    headline = voices.both(lambda speech: speech.say("asking_second"))
    return Notice(Tone.NEUTRAL, Shape.CLOCK, headline, voices.both(lambda speech: speech.say("asking_second_of")))


def _said(voices: Voices, key: str, act: Act, display: str) -> tuple[Both, Both]:
    """Headline and sentence."""
    who = {"officer": display, "at": datetime_be(act.at), "number": act.subject.number}
    return voices.both(lambda speech: speech.say(key)), voices.both(lambda speech: speech.say(f"{key}_by", **who))
