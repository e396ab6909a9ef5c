"""What runs against a permit on its card: the time to its flight, and the days for papers of a licence."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from officer_app.core.acts import Act, ActKind
from officer_app.core.buddhist import datetime_be
from officer_app.core.numbers import Kind
from officer_app.core.rules import Rules
from officer_app.usecases.look_up import Found
from officer_app.viewmodels.speech import HOUR_S, Speech, parse_moment
from officer_app.viewmodels.view import Fact, Tone


def flight_facts(found: Found, speech: Speech, now: datetime, rules: Rules) -> tuple[Fact, ...]:
    """The flight or departure of a permit, and how long the goods still have; `now` is UTC."""
    permit = found.permit
    departure = parse_moment(permit.departure_at)
    when = " · ".join(filter(None, (permit.flight, datetime_be(departure)[:-3] if departure else "")))
    label = speech.say("fact_flight" if permit.flight else "fact_departure")
    facts = [Fact(label, when, strong=True)] if when else []
    if departure is None:
        return tuple(facts)
    # brief 002 §10.4-5: goods two hours before the flight, a manual permit earlier still.
    manual = found.reading.kind is Kind.MANUAL_PERMIT
    hours = rules.manual_before_flight_h if manual else rules.goods_before_flight_h
    left = (departure - now).total_seconds()
    if left <= 0:
        gone = speech.say("flight_gone", age=speech.duration(-left))
        return (*facts, Fact(speech.say("fact_left"), gone, tone=Tone.ATTENTION))
    late = bool(permit.flight) and left < hours * HOUR_S
    text = speech.say("flight_late" if late else "flight_left", left=speech.duration(left), h=str(hours))
    return (*facts, Fact(speech.say("fact_left"), text, tone=Tone.ATTENTION if late else Tone.NEUTRAL))


def licence_facts(found: Found, acts: Sequence[Act], speech: Speech, now: datetime, rules: Rules) -> tuple[Fact, ...]:
    """By when papers of a licence or a privilege are due: Green so many days after the cut-off, Red at the inspection
    (brief 002 §8); and which were received.
    """
    seen = [act.text("licence") for act in acts if act.kind == ActKind.LICENCE]
    facts = (Fact(speech.say("fact_licence_seen"), ", ".join(seen)),) if seen else ()
    label = speech.say("fact_licences")
    if found.due in ("red", "xray"):
        return (*facts, Fact(label, speech.say("licences_at_inspection")))
    cut_off = parse_moment(found.state.cut_off_at)
    if cut_off is None:
        return facts
    due = cut_off + timedelta(days=rules.licence_days)
    at, left_s = datetime_be(due), (due - now).total_seconds()
    if left_s < 0:
        late = speech.say("licences_late", at=at, age=speech.duration(-left_s))
        return (*facts, Fact(label, late, tone=Tone.ATTENTION))
    return (*facts, Fact(label, speech.say("licences_due", at=at, left=speech.duration(left_s))))
