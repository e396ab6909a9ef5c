"""What an applicant hands in: counted at the counter, kept by an act, and read again when he comes back."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from officer_app.core.acts import ActKind
from officer_app.core.applicants import Evidence, Proof
from officer_app.core.buddhist import iso_day
from officer_app.core.canonical import Value
from officer_app.core.transit import TransitState
from officer_app.core.transit_papers import Language, Shown, When
from officer_app.usecases.transit_desk import TransitDesk


@dataclass(frozen=True)
class Handed:
    """What the applicant hands in: papers by their id, proofs of his class, the guarantee he names (its number in the
    register), and the duty of the goods in satang.
    """

    papers: Mapping[str, Shown]
    proofs: Mapping[Proof, Evidence]
    circumstances: frozenset[When] = frozenset()
    guarantee: str = ""
    duty: int = 0


def handed_before(desk: TransitDesk, number: str) -> Handed:
    """All that was handed in when the case was last refused; what cannot be read of it is left out."""
    refusals = [act for act in desk.acts_on(number) if act.kind == ActKind.TRANSIT_REFUSE]
    fields = max(refusals, key=lambda act: act.at).fields if refusals else {}
    papers, proofs = fields.get("papers"), fields.get("proofs")
    ticked, duty = fields.get("circumstances"), fields.get("duty")
    return Handed(
        papers={name: _shown(row) for name, row in papers.items() if isinstance(row, dict)}
        if isinstance(papers, dict)
        else {},
        proofs={
            Proof(name): Evidence(str(row.get("reference") or ""), iso_day(row.get("expiry")))
            for name, row in (proofs.items() if isinstance(proofs, dict) else ())
            if name in set(Proof) and isinstance(row, dict)
        },
        circumstances=frozenset(
            When(str(each)) for each in (ticked if isinstance(ticked, list) else ()) if each in set(When)
        ),
        guarantee=str(fields.get("guarantee") or ""),
        duty=duty if isinstance(duty, int) else 0,
    )


def counted(state: TransitState, handed: Handed) -> dict[str, Value]:
    """What an act keeps of it."""
    return {
        "applicant_class": state.fact("applicant_class"),
        "papers": {
            name: {key: value for key, value in asdict(each).items() if value} for name, each in handed.papers.items()
        },
        "proofs": {str(proof): _proof(each) for proof, each in handed.proofs.items()},
        "circumstances": sorted(str(each) for each in handed.circumstances),
        "guarantee": handed.guarantee,
        "duty": handed.duty,
    }


def _shown(row: Mapping[str, Value]) -> Shown:
    def count(name: str) -> int:
        value = row.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0

    language = row.get("language")
    flags = {name: row.get(name) is True for name in ("translated", "certified", "duty_stamp")}
    known = Language(str(language)) if language in set(Language) else Language.THAI
    return Shown(count("originals"), count("copies"), known, **flags)


def _proof(evidence: Evidence) -> dict[str, Value]:
    expiry: date | None = evidence.expiry
    return {"reference": evidence.reference, **({"expiry": expiry.isoformat()} if expiry else {})}
