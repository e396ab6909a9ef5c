"""What stands on a paper, gathered from acts and mirrored records by its number."""

from collections.abc import Callable, Mapping
from typing import Any

from officer_app.core.acts import Act, ActKind, Subject, format_time
from officer_app.core.export import PermitState, State
from officer_app.core.ports import Person
from officer_app.core.records import Permit, Provenance
from officer_app.core.refusals import Refusal
from officer_app.paths import Home
from officer_app.usecases.counter import Counter
from officer_app.usecases.find_permit import find_permit
from officer_app.usecases.record_print import STAMP_SLIP
from officer_app.workstation.paper_cases import CASE_FORMS, REFUSAL_NOTICE, CasePapers
from officer_app.workstation.paper_facts import air_permit_data, fee_data, petition_data, road_permit_data, subject_data
from officer_app.workstation.paper_records import Gathered, RecordPapers
from officer_app.workstation.paper_words import ActWords
from officer_app.workstation.transit_rules import rules_of

PETITIONS = ("petition-flight", "petition-short", "petition-return", "petition-other")
_BY_AIR, _NOT_BY_AIR = frozenset({"4"}), frozenset({"1", "2", "3", "8"})
"""Modes of transport (M132 p55) of which one form alone is: by sea, rail, road and river; others may be either."""
_OF_CASES_ALONE = frozenset({"hand-over-receipt"})
"""Forms of a transit case that no record fills."""

CONSENTS = {"from_paper": "centre_or_supervisor", "signer_failed": "centre", "not_made": "screen"}
"""Who has to agree to a release under a stamp without a code, by why it has none (decisions 0021, 0006)."""


class PaperData:
    """Gathers for one workstation. `names`: the names people read, by account; `home`: where its rules may lie."""

    def __init__(self, counter: Counter, names: Callable[[], Mapping[str, str]], home: Home, words: ActWords) -> None:
        self._counter = counter
        self._words = words
        self._names = names
        self._home = home
        self._records = RecordPapers(counter)
        self._cases = CasePapers(counter, names, words.texts)

    def of(self, form: str, number: str, by: Person) -> Gathered | Refusal:
        """The data of `form` for `number`; a form that is filled by hand only is refused as not_available."""
        permit_forms: Mapping[str, Callable[[Permit, PermitState], Mapping[str, object] | Refusal]] = {
            STAMP_SLIP: self._slip,
            "air-permit": _air_permit,
            "road-permit": _road_permit,
            "release-slip": self._release,
            "hold-notice": self._hold,
            "inspection-act": self._inspection,
            "refusal-notice": self._refusal,
            "fee-slip": lambda permit, state: fee_data(permit, self._now(), self._display(by)),
            **dict.fromkeys(PETITIONS, lambda permit, state: petition_data(permit, self._now())),
        }
        if form in (*CASE_FORMS, REFUSAL_NOTICE) and (case := self._cases.case(number)):
            return self._of_case(form, case)
        if form in permit_forms:
            return self._of_permit(permit_forms[form], number)
        if form in _OF_CASES_ALONE:
            return Refusal("unknown_number", {"number": number})
        return self._records.of(form, number, by)

    def _of_case(self, form: str, case: str) -> Gathered | Refusal:
        if form != REFUSAL_NOTICE:
            return Gathered(*self._cases.of(form, case))
        data = self._cases.refusal(case, rules_of(self._home))
        return Gathered(data, Subject("transit", case)) if data is not None else Refusal("never_refused")

    def _of_permit(
        self, make: Callable[[Permit, PermitState], Mapping[str, object] | Refusal], number: str
    ) -> Gathered | Refusal:
        permit = find_permit(self._counter, number)
        if isinstance(permit, Refusal):
            return permit
        state = self._counter.journal.permit_state(permit.number)
        data = make(permit, state)
        if isinstance(data, Refusal):
            return data
        return Gathered(data, Subject("permit", permit.number, state.round), self._is_core("permit", permit.number))

    def _slip(self, permit: Permit, state: PermitState) -> Mapping[str, object] | Refusal:
        stamp = state.stamp
        if stamp is None:
            return Refusal("not_stamped", {"state": str(state.state)})
        data: dict[str, object] = {
            "stamp_text": stamp.text,
            "permit_no": permit.number,
            "outcome": stamp.outcome,
            "release_post": stamp.release_post,
            "officer_name": self._name(stamp.officer),
            "stamped_at": format_time(stamp.at),
            "station": stamp.station,
            "token": self._counter.journal.token_of(stamp.act_id),
        }
        if stamp.unverified:
            data["unverified"] = True
        if not data["token"]:
            # Why there is no code decides who may let the cargo go.
            why = "from_paper" if stamp.unverified else "signer_failed" if stamp.signer_failed else "not_made"
            data |= {"why_no_code": why, "who_consents": CONSENTS[why]}
        return data | self._core_status(permit)

    def _release(self, permit: Permit, state: PermitState) -> Mapping[str, object] | Refusal:
        stamp, release = state.stamp, state.release
        if release is None or stamp is None:
            return Refusal("not_released", {"state": str(state.state)})
        data = subject_data(permit) | {
            "stamp_text": stamp.text,
            "outcome": stamp.outcome,
            "stamped_by": self._name(stamp.officer),
            "stamped_at": format_time(stamp.at),
            "release_post": stamp.release_post,
            "released_by": self._name(release.officer),
            "released_at": format_time(release.at),
            "round": state.round,
        }
        if release.granted_by in {"centre", "post", "workstation", "alone"}:
            data["granted_by"] = release.granted_by
        if stamp.unverified:
            data["unverified"] = True
        return data | self._core_status(permit)

    def _hold(self, permit: Permit, state: PermitState) -> Mapping[str, object] | Refusal:
        act = self._last(permit.number, ActKind.HOLD)
        if state.state is not State.HELD or act is None:
            return Refusal("not_held", {"state": str(state.state)})
        return subject_data(permit) | {
            "held_at": format_time(act.at),
            "held_by": self._name(act.officer),
            "station": act.station,
            "reason": act.text("reason") or state.hold_reason,
        }

    def _inspection(self, permit: Permit, state: PermitState) -> Mapping[str, object] | Refusal:
        begun, stamp = self._last(permit.number, ActKind.INSPECT), state.stamp
        if stamp is None or not stamp.findings:
            return Refusal("not_inspected", {"state": str(state.state)})
        data = subject_data(permit) | {
            "ended_at": format_time(stamp.at),
            # A stamp says that the goods were found correct; what was not is held or seized, never stamped.
            "result": "correct",
            "findings": stamp.findings,
            "stamp_text": stamp.text,
            "officer_name": self._name(stamp.officer),
            "place": stamp.station,
        }
        if permit.order:
            data["inspection_order"] = permit.order
        return data | ({"begun_at": format_time(begun.at)} if begun is not None else {})

    def _refusal(self, permit: Permit, state: PermitState) -> Mapping[str, object] | Refusal:
        act = self._last(permit.number, ActKind.REFUSE)
        if act is None:
            return Refusal("never_refused")
        return {
            "number": permit.number,
            "matter": "ใบกำกับการขนย้ายสินค้า",
            "applicant_name": permit.company_name or "-",
            "refused_at": format_time(act.at),
            "office": f"{act.site} {act.station}",
            "reason": self._words.refused(act),
            "officer_name": self._name(act.officer) if act.officer else act.station,
        }

    def _core_status(self, permit: Permit) -> dict[str, object]:
        if not permit.core_status or not self._is_core("permit", permit.number):
            return {}
        return {"core_status": permit.core_status, **({"core_as_of": permit.core_as_of} if permit.core_as_of else {})}

    def _is_core(self, kind: str, number: str) -> bool:
        found = (record for record in self._counter.mirror.find(number) if record.kind == kind)
        return any(record.number == number and record.provenance == Provenance.CORE for record in found)

    def _last(self, number: str, kind: ActKind) -> Act | None:
        acts = [act for act in self._counter.journal.acts_on("permit", number) if act.kind == kind]
        return max(acts, key=lambda act: act.at, default=None)

    def _name(self, account: str) -> str:
        return self._names().get(account, account)

    def _display(self, by: Person) -> str:
        station = self._counter.journal.station
        return by.display or by.name or f"{station.site} {station.name}"

    def _now(self) -> Any:
        return self._counter.clock()


def _air_permit(permit: Permit, state: PermitState) -> Mapping[str, object] | Refusal:
    return Refusal("form_by_air") if permit.mode in _NOT_BY_AIR else air_permit_data(permit)


def _road_permit(permit: Permit, state: PermitState) -> Mapping[str, object] | Refusal:
    return Refusal("form_not_by_air") if permit.mode in _BY_AIR else road_permit_data(permit)
