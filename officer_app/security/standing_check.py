"""Signatures by keys that were revoked or had expired, and keys that the office root has not certified."""

from collections.abc import Iterator, Mapping, Sequence

from officer_app.core.acts import Act, ActKind
from officer_app.core.roles import name_key
from officer_app.security.chain_check import Defect, Note, defect, note
from officer_app.security.chain_keys import ChainKeys
from officer_app.security.key_standing import KeyState, Standing


def check_standing(
    chain: Sequence[Act], keys: ChainKeys, standings: Mapping[str, Standing], *, root: bool
) -> tuple[list[Defect], list[Note]]:
    """What is wrong with the keys that signed one chain (in its order), and a note for each that is not certified.

    The time in an act is its signer's word; so a key is worth nothing either behind its revocation in the same chain.
    `root`: an office root is believed here; without one no key can be certified and nothing is noted.
    """
    found: list[Defect] = []
    uncertified: dict[str, Note] = {}
    revoked_here: set[str] = set()
    certified = {
        name_key(each.holder) for one in standings.values() for each in one.certificates if each.kind == "officer"
    }
    for act in chain:
        standing = standings.get(act.key, Standing(act.key))
        state = KeyState.REVOKED if act.key in revoked_here else standing.at(act.at)
        found += list(_against(act, state, standing, keys, certified))
        if state in (KeyState.UNCERTIFIED, KeyState.BEFORE_CERTIFICATE):
            uncertified.setdefault(
                act.key,
                note(
                    str(state),
                    act,
                    f"{_whose(act, keys)} signed with a key that the office root had not certified ({act.key})",
                    key=act.key,
                    officer=act.officer,
                ),
            )
        if act.kind == ActKind.KEY_REVOKED:
            gone = key_named(act)
            if gone in standings and standings[gone].revocation is not None:
                revoked_here.add(gone)
    return found, list(uncertified.values()) if root else []


def _against(act: Act, state: KeyState, standing: Standing, keys: ChainKeys, certified: set[str]) -> Iterator[Defect]:
    if state is KeyState.REVOKED:
        yield defect("revoked_key", act, f"signed with the key {act.key}, which was revoked by then", key=act.key)
    elif state is KeyState.EXPIRED:
        yield defect("expired_key", act, f"signed with the key {act.key}, whose certificate had ended", key=act.key)
    elif state is KeyState.UNCERTIFIED and act.key != keys.station_id and name_key(act.officer) in certified:
        text = f"{act.officer} has a certified key, but not the key {act.key}"
        yield defect("uncertified_key", act, text, key=act.key, officer=act.officer)
    certificate = standing.certificate(act.at)
    if certificate is None or state is KeyState.REVOKED:
        return
    holder = act.officer if certificate.kind == "officer" else act.station
    if name_key(certificate.holder) != name_key(holder):
        text = f"the key {act.key} is certified for {certificate.holder}, not for {holder}"
        yield defect("foreign_key", act, text, key=act.key, officer=certificate.holder)


def _whose(act: Act, keys: ChainKeys) -> str:
    return "the workstation" if act.key == keys.station_id else act.officer or "nobody"


def key_named(act: Act) -> str:
    """The key that a revocation names, in its own fields or in the statement of the office root."""
    statement = act.fields.get("statement")
    body = statement.get("body") if isinstance(statement, Mapping) else None
    told = body.get("key_id") if isinstance(body, Mapping) else None
    return told if isinstance(told, str) else act.text("key_id")
