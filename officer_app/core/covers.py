"""Collective acts: by which an officer signs, afterwards, what his failed signer left unsigned (design §10). Pure."""

from collections.abc import Mapping

from officer_app.core.acts import Act


def covered_by(cover: Act) -> tuple[str, ...]:
    """The ids of the acts that a collective act names; nothing where its list is in no form."""
    listed = cover.fields.get("acts", ())
    if isinstance(listed, str | int | Mapping):
        return ()
    ids = (row.get("act_id") for row in listed if isinstance(row, Mapping))
    return tuple(each for each in ids if isinstance(each, str))
