"""The keys of the inspection counter: which are open now, and why the others are not."""

from officer_app.core.acts import ActKind
from officer_app.core.assess import out_of_hand
from officer_app.core.export import State, allowed_from
from officer_app.core.ports import SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.roles import ACT_ROLES
from officer_app.usecases.counter import Counter
from officer_app.usecases.look_up import Found
from officer_app.usecases.undo import may_undo
from officer_app.viewmodels.speech import Speech
from officer_app.viewmodels.view import Verb

_STAMPS = (("stamp_green", "F5", "green"), ("stamp_red", "F6", "red"), ("stamp_xray", "F7", "xray"))
_ASKED = {"findings": "stamp_red", "xray": "stamp_xray", "hold": "hold", "unhold": "hold", "reprint": "print"}
"""What the officer is asked for → whose key it is; what two officers do has none in the bar."""


def inspection_verbs(
    found: Found | None, officer: SignedIn | None, speech: Speech, *, asking: str, blocked: str
) -> tuple[Verb, ...]:
    """F5 to F9. `asking`: the text the officer is asked for, whose key alone is then open; `blocked`: why none is open
    (busy, acknowledge), or empty.
    """
    verbs = [
        _verb(name, key, _title(name, found, asking), _against(name, found, officer), speech, found)
        for name, key, _ in (*_STAMPS, ("hold", "F8", ""), ("print", "F9", ""))
    ]
    if blocked:
        return tuple(_closed(verb, speech, f"why_{blocked}") for verb in verbs)
    if asking:
        return tuple(verb if _ASKED.get(asking) == verb.name else _closed(verb, speech, "why_asking") for verb in verbs)
    return tuple(verbs)


def undo_verb(counter: Counter, found: Found | None, officer: SignedIn | None, speech: Speech, *, blocked: str) -> Verb:
    """F10: open for one's own stamp of the last minutes, also while its result waits to be acknowledged."""
    against: Refusal | None = Refusal("no_permit")
    if found is not None and officer is not None:
        against = may_undo(counter, officer, found.state)
    verb = _verb("undo", "F10", "verb_undo", against, speech, None)
    return _closed(verb, speech, f"why_{blocked}") if blocked else verb


def why(refusal: Refusal | None, speech: Speech) -> str:
    """A refusal in two or three words, for the face of a key."""
    return "" if refusal is None else speech.either(f"why_{refusal.code}", "why_other")


def _verb(name: str, key: str, title: str, against: Refusal | None, speech: Speech, found: Found | None) -> Verb:
    wanted = {"green": "stamp_green", "red": "stamp_red", "xray": "stamp_xray"}.get(found.due if found else "")
    reason = "" if against is None else speech.refusal(against)
    return Verb(name, key, speech.say(title), why(against, speech), reason, wanted == name)


def _closed(verb: Verb, speech: Speech, key: str) -> Verb:
    return Verb(verb.name, verb.key, verb.title, verb.why or speech.say(key), verb.reason, wanted=False)


def _title(name: str, found: Found | None, asking: str) -> str:
    state = found.state.state if found else None
    if name == "stamp_red" and asking != "findings" and state is not State.INSPECTING:
        return "verb_inspect"
    if name == "stamp_xray" and asking != "xray" and state is not State.XRAY_PENDING:
        return "verb_xray_send"
    if name == "hold" and state is State.HELD:
        return "verb_unhold"
    return f"verb_{name}"


def _against(name: str, found: Found | None, officer: SignedIn | None) -> Refusal | None:
    if found is None or officer is None:
        return Refusal("no_permit")
    if name in found.verbs:
        return found.verbs[name]
    if name == "print":
        return None if found.state.stamp is not None else Refusal("not_stamped_yet")
    return _against_hold(found, officer)


def _against_hold(found: Found, officer: SignedIn) -> Refusal | None:
    held = found.state.state is State.HELD
    roles = ACT_ROLES[ActKind.UNHOLD if held else ActKind.HOLD]
    if not officer.person.roles & roles:
        return Refusal("role", {"role": "/".join(sorted(roles))})
    if held:
        return None
    if refusal := out_of_hand(found.permit, found.state):
        return refusal
    return None if found.state.state in allowed_from(ActKind.HOLD) else Refusal("not_now", {"state": found.state.state})
