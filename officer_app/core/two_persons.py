"""Acts of two persons: which need a second officer, and what the second one signs (docs/decisions/0017)."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from officer_app.core.acts import Act, ActKind, Draft
from officer_app.core.canonical import NotCanonical, Value, decode, encode

SECOND, SECOND_KEY, SECOND_SIGNATURE = "second", "second_key", "second_signature"
"""Fields of an act of two persons: the second's account name, the id of his key, his signature in hex."""
UNDO = "undo"
"""The field that is true in an annulment which its own officer makes of his stamp at once: nobody else is asked."""

ALWAYS = frozenset({ActKind.AUTHORITY_FORCED, ActKind.CASE_CLOSED})


def needs_second(kind: str, fields: Mapping[str, Value]) -> bool:
    """Whether an act with these fields is of two persons: a forced move and a closed case always, an annulment unless
    it is an undo, a re-routing where it makes the permit Green (design §6-7).
    """
    if kind == ActKind.ANNUL:
        return fields.get(UNDO) is not True
    if kind == ActKind.REROUTE:
        return fields.get("to") == "GREEN"
    return kind in ALWAYS


def is_undo(act: Act) -> bool:
    """Whether its own officer took his stamp back at once."""
    return act.kind == ActKind.ANNUL and act.fields.get(UNDO) is True


def with_second(draft: Draft, name: str, key_id: str) -> Draft:
    """`draft` naming its second officer and the key he signs with."""
    return replace(draft, fields={**draft.fields, SECOND: name, SECOND_KEY: key_id})


def second_digest(body: bytes) -> bytes:
    """What the second officer signs: SHA-256 of the act's canonical body without his own signature.

    The first officer signs the whole body and so this signature with it. Raises NotCanonical where `body` is no act.
    """
    table = decode(body)
    fields = table.get("fields")
    if not isinstance(fields, Mapping):
        raise NotCanonical("fields is not a table")
    left = {name: value for name, value in fields.items() if name != SECOND_SIGNATURE}
    return hashlib.sha256(encode({**table, "fields": left})).digest()


def second_signature(act: Act) -> bytes | None:
    """The second's signature that `act` carries; None where it carries none that can be read."""
    try:
        return bytes.fromhex(act.text(SECOND_SIGNATURE)) or None
    except ValueError:
        return None
