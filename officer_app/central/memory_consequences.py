"""What an act on a permit does at the simulated centre, once it is kept."""

from officer_app.central.memory_rights import PERMIT, Rights
from officer_app.core.acts import Act, ActKind


def draw_consequences(rights: Rights, station: str, act: Act) -> str:
    """Settle, take back or open a case, as `core.draw_consequences` of the real centre; the act that was first where
    this release contradicts it, else empty.
    """
    if act.subject.kind != PERMIT:
        return ""
    if act.kind == ActKind.RELEASE:
        return rights.settle(station, act)
    if act.kind in (ActKind.ANNUL, ActKind.REDIRECT):
        rights.note_annulment(station, act)
    if act.kind == ActKind.MATCH and act.fields.get("agrees") is not True:
        _open_difference(rights, station, act)
    return ""


def _open_difference(rights: Rights, station: str, act: Act) -> None:
    """The sheet said other things than the record that came; whoever compares them too finds the same case."""
    stamp = act.text("stamp")
    evidence = {"permit": act.subject.number, "round": str(act.subject.round), "act": act.act_id, "station": station}
    evidence |= {"stamp": stamp, "differences": act.text("differences")}
    rights.open_case(f"record_differs:{act.subject.number}:{stamp}", "record_differs", act.subject.number, evidence)
