"""Releases that name the code of their stamp: the code has to be that of the stamp they release (decision 0021)."""

from collections.abc import Mapping, Sequence

from officer_app.core.acts import Act, ActKind
from officer_app.security import stamp_token
from officer_app.security.chain_check import Defect, Note, defect, note
from officer_app.security.chain_keys import ChainKeys


def check_codes(acts: Sequence[Act], books: Sequence[ChainKeys]) -> tuple[list[Defect], list[Note]]:
    """Defects of such releases, and a note for each whose code is signed with a key that no chain here registers."""
    keys: dict[str, bytes] = {
        name: registration.public_key for book in books for name, registration in book.officers.items()
    }
    found: list[Defect] = []
    notes: list[Note] = []
    for act in acts:
        code = act.text("code")
        if act.kind != ActKind.RELEASE or not code:
            continue
        reading = stamp_token.read(code, keys.get)
        if isinstance(reading, stamp_token.UnknownKey):
            notes.append(note("code_key", act, "the code it names is signed with a key not known here"))
        elif not isinstance(reading, stamp_token.ValidToken) or not _fits(act, reading.claims):
            found.append(defect("code", act, "the code that this release names does not prove its stamp"))
    return found, notes


def _fits(act: Act, claims: stamp_token.StampClaims) -> bool:
    """Whether a code is of the permit, the round, the post and the stamp of a release, and of its mode."""
    said: Mapping[str, object] = {"stamp": claims.act_id, "post": claims.release_post}
    where = (claims.permit, claims.round, str(claims.mode)) == (act.subject.number, act.subject.round, act.mode)
    return where and all(act.text(name) == value for name, value in said.items())
