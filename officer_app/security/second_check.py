"""Acts of two persons: whether the second officer signed too, is another person, and signed this very act (0017)."""

from collections.abc import Iterator, Mapping, Sequence

from officer_app.core.acts import Act
from officer_app.core.canonical import NotCanonical
from officer_app.core.roles import name_key
from officer_app.core.two_persons import SECOND, SECOND_KEY, needs_second, second_digest, second_signature
from officer_app.security.chain_check import Defect, Known, defect
from officer_app.security.chain_keys import ChainKeys
from officer_app.security.key_standing import KeyState, Standing
from officer_app.security.keys import key_id, verify


def check_second(
    chain: Sequence[Act], keys: ChainKeys, known: Known, standings: Mapping[str, Standing]
) -> Iterator[Defect]:
    """What is wrong with the second officers of one chain. Their keys are registered in it, or vouched for."""
    for act in chain:
        second = act.text(SECOND)
        if not second and not act.text(SECOND_KEY):
            if needs_second(act.kind, act.fields):
                yield defect("second_missing", act, "this needs a second officer, and names none")
            continue
        if name_key(second) == name_key(act.officer):
            yield defect("second_same", act, f"{second} is both officers of this act", officer=second)
        yield from _signature(act, second, keys, known, standings)


def _signature(
    act: Act, second: str, keys: ChainKeys, known: Known, standings: Mapping[str, Standing]
) -> Iterator[Defect]:
    name, signature = act.text(SECOND_KEY), second_signature(act)
    if not name or signature is None:
        yield defect("second_unsigned", act, f"{second}, the second officer, has not signed", officer=second)
        return
    registration = keys.officers.get(name)
    vouched = known.vouched.get(name)
    public_key = registration.public_key if registration is not None else vouched
    if public_key is None or key_id(public_key) != name:
        yield defect("unknown_key", act, f"nobody has registered the key {name} of the second officer", key=name)
        return
    owners = frozenset({registration.officer}) if registration is not None else known.owners.get(name)
    if owners is not None and second not in owners:
        yield defect("foreign_key", act, f"the key {name} is not that of {second}", key=name, officer=second)
    try:
        good = verify(public_key, second_digest(act.body), signature)
    except NotCanonical:
        good = False
    if not good:
        text = f"the signature of {second}, the second officer, is not of this act"
        yield defect("second_bad_signature", act, text, key=name, officer=second)
    state = standings.get(name, Standing(name)).at(act.at)
    if state in (KeyState.REVOKED, KeyState.EXPIRED):
        yield defect(f"{state}_key", act, f"the key {name} of {second} was {state} by then", key=name, officer=second)
