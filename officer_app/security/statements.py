"""What the office root says in writing: signed tables about keys and accounts, for anyone with its public key."""

import json
from collections.abc import Mapping
from datetime import datetime

from officer_app.core.acts import format_time
from officer_app.core.canonical import NotCanonical, Value, encode
from officer_app.core.ports import Signer
from officer_app.security.keys import key_id, verify

CERTIFICATE = "officer-app key certificate"
REVOCATION = "officer-app key revocation"
ACCOUNT = "officer-app account"
ESCROW_KEY = "officer-app escrow key"
"""First word of what is signed, so that one statement can never pass for another."""

Statement = Mapping[str, Value]
"""`body`: the table that was signed; `signature`: the root's, in hex."""


def make(what: str, fields: Mapping[str, Value], signer: Signer, at: datetime) -> dict[str, Value]:
    """The statement `fields`, of the kind `what`, signed by the office root. Raises NotCanonical."""
    body: dict[str, Value] = {**fields, "what": what, "root": signer.key_id, "stated_at": format_time(at)}
    return {"body": body, "signature": signer.sign(encode(body)).hex()}


def said_by(root: bytes, statement: object, what: str) -> Mapping[str, Value] | None:
    """What `root` (raw public key) says in `statement`; None where it is not its word, or of another kind."""
    if not root or not isinstance(statement, Mapping):
        return None
    body, signature = statement.get("body"), statement.get("signature")
    if not isinstance(body, Mapping) or not isinstance(signature, str):
        return None
    if (body.get("what"), body.get("root")) != (what, key_id(root)):
        return None
    try:
        good = verify(root, encode(dict(body)), bytes.fromhex(signature))
    except (NotCanonical, ValueError):
        return None
    return body if good else None


def write_file(what: str, statements: list[dict[str, Value]]) -> bytes:
    """Statements as a file that travels: one JSON object."""
    return (json.dumps({"what": what, "statements": statements}, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def read_file(data: bytes) -> list[dict[str, Value]]:
    """The statements of a file, not checked. Raises ValueError where it is none."""
    try:
        table = json.loads(data.decode("utf-8"))
        found = table["statements"]
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("not a file of statements") from error
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise ValueError("not a file of statements")
    return found
