"""The declared data of a transit case keyed at the counter: form 448/1's fields, its lines of goods, its containers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from officer_app.core.buddhist import iso_day
from officer_app.core.canonical import Value
from officer_app.core.transit_declared import MODES
from officer_app.texts import Both
from officer_app.viewmodels.speech import Speech, Voices
from officer_app.viewmodels.transit_asking import Answers, Ask, Pick, Read, code, words
from officer_app.viewmodels.transit_places import Clerk
from officer_app.viewmodels.transit_reading import day, figure_text, fitting, kilos, money, whole
from officer_app.viewmodels.transit_words import iso_words
from officer_app.viewmodels.view import Fact

_COUNTRY, _OFFICE = r"[A-Z]{2}", r"[0-9]{4}"
_TOTALS = {"packages_total": "packages", "gross_weight_total": "gross_weight", "cif_total": "cif_baht"}
MOST_LINES = 99


@dataclass(frozen=True)
class Keying:
    """What is known before the first question: who applies, in which class, and what was keyed the last time."""

    applicant: str
    applicant_class: str
    today: date
    before: Mapping[str, Value]


def data_ask(clerk: Clerk, keying: Keying, answers: Answers) -> Ask | None:
    """The next thing to key; None where all is. Answers stand under `data.<field>`, `items.<n>.<field>` and so on."""
    for name, read in _fields(keying, clerk.office.longest):
        if f"data.{name}" not in answers:
            picks = _modes(clerk.voices) if name == "transit_mode" else ()
            return Ask(f"data.{name}", label(clerk, name), read, _hint(clerk.voices, keying, name), picks, scans(name))
    for kind, rows in (("items", _ITEM), ("containers", _CONTAINER)):
        ask = _row_ask(clerk, kind, rows, answers)
        if ask is not None:
            return ask
    for name, column in _TOTALS.items():
        if f"data.{name}" not in answers:
            return _total_ask(clerk, name, column, answers)
    return None


def table_of(keying: Keying, office: str, answers: Answers) -> dict[str, Value]:
    """The declared data as they are recorded: only what was given, with what follows from it."""
    table: dict[str, Value] = {
        name.removeprefix("data."): value
        for name, value in answers.items()
        if name.startswith("data.") and value not in ("", None)
    }
    items, containers = (rows_of(kind, answers) for kind in ("items", "containers"))
    goods = [str(row.get("description_th") or "") for row in items]
    table |= {
        "applicant_name": keying.applicant,
        "applicant_class": keying.applicant_class,
        "office_entry_code": office,
        "decl_date": keying.today.isoformat(),
        "decl_type": "ผ่านแดนตามความตกลง" if keying.applicant_class == "1" else "ผ่านแดนไปประเทศอื่น",
        "goods_summary": ", ".join(dict.fromkeys(filter(None, goods)))[:200],
        "items": [{"line": place, **row} for place, row in enumerate(items, 1)],
    }
    if containers:
        first = {name: containers[0][name] for name in ("container_no", "seal_no") if containers[0].get(name)}
        rows: list[Value] = [
            {"line": place, "goods": table["goods_summary"], **row} for place, row in enumerate(containers, 1)
        ]
        table |= {**first, "containers": rows, "containers_total": len(rows)}
    return table


def rows_of(kind: str, answers: Answers) -> list[dict[str, Value]]:
    """The lines of goods, or the containers, as far as they are keyed."""
    rows: list[dict[str, Value]] = []
    first = (_ITEM if kind == "items" else _CONTAINER)[0][0]
    for place in range(1, MOST_LINES + 1):
        head = f"{kind}.{place}."
        if not answers.get(head + first):
            break
        rows.append(
            {
                key.removeprefix(head): value
                for key, value in answers.items()
                if key.startswith(head) and value not in ("", None)
            }
        )
    return rows


def label(clerk: Clerk, field: str) -> Both:
    """What a field is called, on the form or in words of our own."""
    found = clerk.office.label(field)
    return found or clerk.voices.both(lambda speech: speech.either(f"transit_field_{field}", "named", name=field))


def scans(field: str) -> bool:
    """Whether a field may be scanned."""
    return field in ("container_no", "seal_no", "vehicle", "applicant_tax_id")


def _fields(keying: Keying, longest: Callable[[str], int]) -> list[tuple[str, Read]]:
    """The fields of the head, in the order of the form. Enter alone leaves out what the form does not need; a text may
    be as long as the form takes it (`longest`).
    """

    def last(name: str) -> str:
        return str(keying.before.get(name) or "")

    def text(name: str, default: str = "") -> tuple[str, Read]:
        return name, words(default=default or last(name), most=longest(name))

    lao = keying.applicant_class == "1"
    licence: list[tuple[str, Read]] = [
        ("dlt_licence_no", code(default=last("dlt_licence_no"))),
        ("dlt_licence_expiry", day(iso_day(last("dlt_licence_expiry")))),
    ]
    return [
        text("office_entry"),
        text("office_exit"),
        ("office_exit_code", fitting(_OFFICE, "transit_bad_office", last("office_exit_code"))),
        ("date_entry", day(keying.today)),
        text("applicant_address"),
        ("applicant_tax_id", code(default=last("applicant_tax_id"), most=17)),
        ("applicant_branch", code(needed=False, most=6)),
        text("carrier_name", keying.applicant),
        *(licence if lao else ()),
        ("bl_master", code(needed=False, most=35)),
        ("bl_house", code(needed=lao, most=35)),
        ("invoice_no", code(needed=False, most=40)),
        ("invoice_date", day(needed=False)),
        text("origin_place"),
        ("origin_code", fitting(_COUNTRY, "transit_bad_country", last("origin_code"))),
        text("destination_place"),
        text("destination_country"),
        ("destination_code", fitting(_COUNTRY, "transit_bad_country", last("destination_code"))),
        ("transit_mode", words()),
        text("route"),
        ("vehicle", code(most=10)),
        ("trailer", code(needed=False, most=10)),
        ("duty_guaranteed", money()),
    ]


_ITEM: tuple[tuple[str, Read], ...] = (
    ("description_th", words(needed=False, most=512)),
    ("description_en", words(needed=False, most=512)),
    ("hs_code", code(most=12)),
    ("packages", whole()),
    ("package_kind", words(needed=False, most=35)),
    ("gross_weight", kilos()),
    ("net_weight", kilos(needed=False)),
    ("currency", code(needed=False, most=3)),
    ("value", money(needed=False)),
    ("cif_baht", money()),
)
_CONTAINER: tuple[tuple[str, Read], ...] = (
    ("container_no", code(needed=False, most=17)),
    ("seal_no", code(needed=False, most=35)),
    ("packages", whole()),
    ("gross_weight", kilos()),
)
_READS = {"packages": whole, "gross_weight": kilos, "cif_baht": money}


def _row_ask(clerk: Clerk, kind: str, row: tuple[tuple[str, Read], ...], answers: Answers) -> Ask | None:
    """The next cell of a row; an empty first cell ends the rows, of which goods have at least one."""
    for place in range(1, MOST_LINES + 1):
        for name, read in row:
            key = f"{kind}.{place}.{name}"
            if key not in answers:
                first_of_all = kind == "items" and place == 1 and name == row[0][0]
                known = label(clerk, f"{kind}.{name}")
                title = Both(f"{place}. {known.th}", f"{place}. {known.en}")
                hint = (
                    clerk.voices.both(lambda speech: speech.say(f"transit_{kind}_end")) if name == row[0][0] else None
                )
                asked = words(most=512) if first_of_all else read
                return Ask(key, title, asked, hint or Both("", ""), scans=scans(name))
            if name == row[0][0] and not answers[key]:
                return None
    return None


def _total_ask(clerk: Clerk, name: str, column: str, answers: Answers) -> Ask:
    """A total as the paper prints it; Enter alone where it is the sum of the lines."""
    figures = [row.get(column) for row in rows_of("items", answers)]
    total = sum(each for each in figures if isinstance(each, int))
    hint = clerk.voices.both(lambda speech: speech.say("transit_enter_sum", sum=figure_text(column, total)))
    return Ask(f"data.{name}", label(clerk, name), _READS[column](total), hint)


def _modes(voices: Voices) -> tuple[Pick, ...]:
    return tuple(Pick(mode, _said(voices, f"transit_mode_{mode}")) for mode in MODES)


def _said(voices: Voices, key: str) -> Both:
    return voices.both(lambda speech: speech.say(key))


def _hint(voices: Voices, keying: Keying, name: str) -> Both:
    known = {"date_entry": "", "carrier_name": keying.applicant}.get(name, str(keying.before.get(name) or ""))
    if name == "date_entry":
        return _said(voices, "transit_enter_today")
    reads = ("office_entry", "office_exit", "office_exit_code", "applicant_address", "applicant_tax_id", "carrier_name")
    licence = ("dlt_licence_no", "dlt_licence_expiry")
    places = ("origin_place", "origin_code", "destination_place", "destination_country", "destination_code", "route")
    if known and name in (*reads, *places, *licence):
        return voices.both(lambda speech: speech.say("transit_enter_takes", what=iso_words(known)))
    if name in ("dlt_licence_expiry", "invoice_date"):
        return _said(voices, "transit_day_hint")
    return _said(voices, f"transit_hint_{name}") if name in ("origin_code", "destination_code") else Both("", "")


def table_words(clerk: Clerk, table: Mapping[str, Value], speech: Speech) -> tuple[Fact, ...]:
    """What was declared, the fields that tell most."""
    shown = (
        "applicant_name",
        "carrier_name",
        "origin_place",
        "destination_place",
        "office_exit",
        "vehicle",
        "goods_summary",
    )
    named = ((label(clerk, name).say(speech.language), str(table.get(name) or "")) for name in shown)
    return tuple(Fact(title, value) for title, value in named if value)
