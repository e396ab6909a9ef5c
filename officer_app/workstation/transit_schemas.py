"""What the transit desk's JSON files hold, in the words of JSON Schema, each with an example that it takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from officer_app.core.applicants import ApplicantClass, Proof
from officer_app.core.transit_papers import Circumstances, Language, Paper, When
from officer_app.core.transit_rules import TransitRules
from officer_app.print.forms import Forms

NAMES = ("declared", "papers", "invoice", "bill")
FED_TO: Mapping[str, str] = {
    "declared": "transit receive --data, transit consider --data",
    "papers": "transit check --papers",
    "invoice": "transit consider --invoice",
    "bill": "transit consider --bill",
}
GUARANTEES: Mapping[str, tuple[str, str]] = {
    # What stands in an example for the register's entry, and how that is entered; none for AEO.
    "1": ("BOND-9900001", "--type bond --licence ขสบ.999/2599 --licence-expiry 31-12-2599"),
    "2.3": ("LG-9900001", "--type B --satang 200000000 --expiry 31-12-2599"),
    "2.4": ("CASH-9900001", "--type C --satang 40000000"),
}
_FORMS = ("448-1", "451-37", "451-lao", "container-list", "key-in-sheet", "hand-over-receipt")
_OURS = frozenset(
    {
        *("decl_no", "sequence_no", "date_limit", "agreement_name", "decl_date", "goods_summary", "case_no", "token"),
        *("guarantee_type", "guarantee_no", "guarantee_amount", "guarantee_expiry", "officer_name", "officer_position"),
        *("signed_at", "inspection_order", "inspection_result", "handed_to", "handed_at", "handed_by", "keyed_by"),
        *("keyed_at", "printed_by", "printed_at", "exit_arrived_at", "exit_exported_at", "exit_seals"),
        *("exit_officer_name", "exit_discrepancies", "to_lao", "applicant_class", "package_kind"),
    }
)
"""What the office gives a case or the program works out; the applicant declares none of it."""
_RULED = ("date_entry", "office_exit_code", "origin_code", "destination_code", "transit_mode", "items")
"""Without these no case is considered (`core.transit_declared.read_declared`)."""
_GOODS: Mapping[str, tuple[str, ...]] = {
    "invoice": ("line", "packages", "gross_weight", "net_weight", "value", "currency"),
    "bill": ("line", "packages", "gross_weight"),
}
_TOTALS = ("packages_total", "gross_weight_total", "net_weight_total", "value_total")
_PATTERNS = {"office_exit_code": "^[0-9]{4}$", "origin_code": "^[A-Z]{2}$", "destination_code": "^[A-Z]{2}$"}
_TO_THE_PORT = "ทล. 12 แม่สอด – กรุงเทพฯ 8 ชั่วโมง แล้ว ทล. 7 ถึงแหลมฉบัง 2 ชั่วโมง"
_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class TransitSchemas:
    """The schemas as the office's rules and forms stand. `today`: a Thai day, of which the examples are."""

    forms: Forms
    rules: TransitRules
    today: date

    def schema(self, name: str) -> dict[str, Any]:
        """The schema of one of NAMES."""
        made = {"declared": self._declared, "papers": self._papers}.get(name)
        table = made() if made is not None else self._goods(name)
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", "x-fed-to": FED_TO[name], **table}

    def example(self, name: str, applicant_class: str) -> dict[str, Any]:
        """A file of one of NAMES that the command takes, for an applicant of a class."""
        wanted = self.rules.applicant(applicant_class)
        if wanted is None:
            raise KeyError(applicant_class)
        if name == "papers":
            return self._handed(wanted)
        declared = self._declaration(wanted)
        if name == "declared":
            return declared
        items = [{key: row[key] for key in _GOODS[name] if key in row} for row in declared["items"]]
        totals = ("packages_total", "gross_weight_total", *(("net_weight_total",) if name == "invoice" else ()))
        return {"items": items, **{key: declared[key] for key in totals}}

    # --- schemas

    def _declared(self) -> dict[str, Any]:
        properties: dict[str, Any] = {}
        required: list[str] = []
        for form in _FORMS:
            about = self._form(form)
            properties = {**about["properties"], **properties}
            if form == "448-1":
                required = [name for name in about["required"] if name not in _OURS]
        kept = {name: about for name, about in properties.items() if name not in _OURS}
        kept["containers"] = self._form("container-list")["properties"]["containers"]
        for name, pattern in _PATTERNS.items():
            kept[name] = {**kept[name], "pattern": pattern}
        lao = self._form("451-lao")["required"]
        return {
            "title": "ข้อมูลที่สำแดงในใบขนสินค้าผ่านแดน",
            "description": "What the applicant declares: fields of form 448/1 and of the papers that go with it",
            "type": "object",
            "properties": kept,
            "required": sorted({*required, *_RULED}),
            "x-required-of-class-1": sorted(name for name in lao if name not in _OURS),
            "x-required-with-containers": ["containers_total"],
        }

    def _papers(self) -> dict[str, Any]:
        whole = {"type": "integer", "minimum": 0}
        flag = {"type": "boolean"}
        language = {"type": "string", "enum": [str(each) for each in Language], "default": "th"}
        counts = {"originals": whole, "copies": whole, "language": language}
        shown = _object({**counts, "translated": flag, "certified": flag, "duty_stamp": flag})
        evidence = _object({"reference": {"type": "string"}, "expiry": {"type": "string", "format": "date"}})
        circumstances = {"type": "array", "items": {"type": "string", "enum": [str(each) for each in When]}}
        table = _object(
            {
                "papers": _object({paper.id: {**shown, **_about(paper)} for paper in self.rules.papers}),
                "proofs": _object({str(proof): evidence for proof in Proof}),
                "circumstances": circumstances,
                "guarantee": {"type": "string", "description": "its number in the register of guarantees"},
                "duty": {**whole, "x-unit": "satang"},
            }
        )
        said = {"title": "เอกสารและหลักฐานที่ยื่น", "description": "What is handed in, as counted at the counter"}
        return {
            **said,
            **table,
            "x-classes": {each.code: [list(need) for need in each.needs] for each in self.rules.classes},
        }

    def _form(self, form: str) -> Mapping[str, Any]:
        return self.forms.schema(form)

    def _goods(self, name: str) -> dict[str, Any]:
        totals = self._form("448-1")["properties"]
        rows = totals["items"]["items"]["properties"]
        value = {"type": "integer", "minimum": 0, "title": "ราคารวม", "description": "hundredths of the currency"}
        items = {"type": "array", "minItems": 1, "items": {"type": "object", "properties": dict(rows)}}
        named = {"invoice": ("บัญชีราคาสินค้า", "Invoice"), "bill": ("ใบตราส่ง", "Bill of lading")}[name]
        properties = {"items": items, **{key: totals.get(key, value) for key in _TOTALS}}
        body = {"type": "object", "properties": properties, "required": ["items"]}
        return {"title": named[0], "description": named[1], **body, "x-compared": list(_GOODS[name][1:])}

    # --- examples

    def _declaration(self, wanted: ApplicantClass) -> dict[str, Any]:
        sample: dict[str, Any] = dict(self.forms.template("448-1").sample)
        lao = wanted.code == "1"
        kept = {name: value for name, value in sample.items() if name not in _OURS and name != "seal_no"}
        kept |= {
            "date_entry": self.today.isoformat(),
            "declared_on": self.today.isoformat(),
            "invoice_date": self.today.isoformat(),
            # That of the guarantee below, which hangs on this licence.
            "dlt_licence_expiry": "2056-12-31",
            "route": str(sample["route"]).replace("\n", " "),
            "office_exit_code": "2901" if lao else "2801",
            "destination_code": "LA" if lao else "SG",
            "transit_mode": "road" if lao else "sea",
            "decl_type": "ผ่านแดน – ประเทศที่มีความตกลง" if lao else "ผ่านแดน – ประเทศอื่น",
        }
        if not lao:
            kept |= {"office_exit": "สำนักงานศุลกากรท่าเรือแหลมฉบัง", "destination_place": "Singapore"}
            kept |= {
                "destination_country": "สิงคโปร์",
                "route": _TO_THE_PORT,
            }
        row = {"line": 1, "container_no": sample["container_no"], "container_type": sample["container_type"]}
        row |= {"packages": sample["packages_total"], "gross_weight": sample["gross_weight_total"]}
        row |= {"goods": str(sample["items"][0]["description_th"])}
        return {**kept, "containers": [row], "containers_total": 1}

    def _handed(self, wanted: ApplicantClass) -> dict[str, Any]:
        proofs = [need[0] for need in wanted.needs]
        holds = {When.CARRIER} if wanted.code == "1" else {When.OTHER_COUNTRY}
        asked = Circumstances(frozenset(holds | ({When.BOND} if Proof.BOND in proofs else set())))
        groups: set[str] = set()
        papers = {}
        for paper in self.rules.papers:
            if asked.asks_for(paper) and (not paper.one_of or paper.one_of not in groups):
                groups.add(paper.one_of)
                papers[paper.id] = _shown(paper)
        expiry = (self.today + _YEAR).isoformat()
        guarantee = GUARANTEES.get(wanted.code, ("", ""))[0]
        return {
            "papers": papers,
            "proofs": {
                str(proof): {"reference": f"99-{place}", "expiry": expiry} for place, proof in enumerate(proofs, 1)
            },
            "circumstances": [],
            **({"guarantee": guarantee} if guarantee else {}),
            "duty": self.forms.template("448-1").sample["duty_guaranteed"],
        }


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": dict(properties)}


def _about(paper: Paper) -> dict[str, Any]:
    return {
        "title": paper.th,
        "description": f"{paper.en} (15.{paper.source.removeprefix('15.')}; {paper.when})",
        **({"x-one-of": paper.one_of} if paper.one_of else {}),
    }


def _shown(paper: Paper) -> dict[str, Any]:
    counts: dict[str, Any] = {"originals": paper.originals, "copies": paper.copies}
    flags = {"certified": paper.certified, "duty_stamp": paper.duty_stamp}
    return counts | {name: True for name, needed in flags.items() if needed}
