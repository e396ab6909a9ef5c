"""`transit schema` prints what the desk's files hold; each example is taken by its command as it is."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import run
from tests.cli.transit_town import ENV, Desk, make_home

CLASSES = ("1", "2.1", "2.2", "2.3", "2.4")
TAX_NO = "0000000000019"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("schema")
    (folder / "files").mkdir()
    return Desk(make_home(folder / "home"), folder / "files")


def printed(desk: Desk, *words: str) -> dict[str, Any]:
    """What the command prints for people: JSON as well, so that it can be kept in a file."""
    said = run("transit", "schema", *words, "--home", desk.home)
    assert said.status == 0, said.err
    table: dict[str, Any] = json.loads(said.out)
    return table


@pytest.mark.parametrize("code", CLASSES)
def test_every_example_is_taken_as_it_is_up_to_the_considered_case(desk: Desk, code: str) -> None:
    needs = printed(desk, "papers", "--class", code).get("x-example-needs", "")
    if needs:
        words = needs.removeprefix("officer-app transit ").replace("TAX_NO", TAX_NO).split()
        desk.done(*words)
    files = {}
    for name in ("declared", "papers", "invoice", "bill"):
        files[name] = desk.files / f"{name}-{code}.json"
        assert desk.run("transit", "schema", name, "--class", code, "--out", files[name]).status == 0
    filed = desk.done("receive", "--applicant", "บริษัท ตัวอย่าง จำกัด", "--class", code, "--data", files["declared"])
    case = filed["case"]
    assert desk.done("check", case, "--papers", files["papers"])["state"] == "documents_complete"
    compared = ("--invoice", files["invoice"], "--bill", files["bill"])
    assert desk.done("consider", case, *compared)["state"] == "considered"


def test_the_example_alone_is_what_a_file_of_it_holds(desk: Desk) -> None:
    kept = desk.files / "kept.json"
    assert desk.run("transit", "schema", "papers", "--out", kept).status == 0
    assert json.loads(kept.read_text("utf-8")) == printed(desk, "papers", "--example")


@pytest.mark.parametrize("code", ["1", "2.4"])
def test_an_example_holds_what_its_schema_says(desk: Desk, code: str) -> None:
    for name in ("declared", "papers", "invoice", "bill"):
        schema = printed(desk, name, "--class", code)
        assert faults(schema, schema["examples"][0], name) == []


def faults(schema: Any, value: Any, at: str) -> list[str]:
    """What of a value is against its schema, as far as the schemas here say anything."""
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
    wrong = [] if isinstance(value, kinds[schema["type"]]) else [f"{at}: {schema['type']}"]
    if schema["type"] == "object" and not wrong:
        wrong += [f"{at}.{name}: missing" for name in schema.get("required", ()) if name not in value]
        for name, part in value.items():
            known = schema["properties"].get(name)
            wrong += [f"{at}.{name}: unknown"] if known is None else faults(known, part, f"{at}.{name}")
    if schema["type"] == "array" and not wrong:
        wrong += [each for part in value for each in faults(schema["items"], part, at)]
    if "enum" in schema and value not in schema["enum"]:
        wrong.append(f"{at}: {value}")
    if schema["type"] == "string" and len(value) > schema.get("maxLength", 10_000):
        wrong.append(f"{at}: too long")
    return wrong


def test_the_schema_of_what_is_declared_has_what_the_rules_look_at(desk: Desk) -> None:
    schema = printed(desk, "declared")
    wanted = {"origin_code", "destination_code", "transit_mode", "containers", "containers_total", "items", "route"}
    assert wanted <= set(schema["properties"])
    assert {"origin_code", "destination_code", "transit_mode"} <= set(schema["required"])
    assert {"bl_house", "dlt_licence_no", "dlt_licence_expiry"} <= set(schema["x-required-of-class-1"])
    assert not {"sequence_no", "guarantee_no", "exit_seals", "printed_by"} & set(schema["properties"])


def test_the_command_lists_what_it_can_print(desk: Desk) -> None:
    said = desk.run("transit", "schema")
    assert [row["name"] for row in said.body["schemas"]] == ["declared", "papers", "invoice", "bill"]


def test_a_forms_schema_has_its_invented_data_as_an_example_that_prints(desk: Desk, tmp_path: Path) -> None:
    for form in ("448-1", "bond-37", "container-list"):
        schema = desk.run("forms", "schema", form).body
        data = tmp_path / "data.json"
        data.write_text(json.dumps(schema["examples"][0]), "utf-8")
        assert desk.run("print", form, "--data", data, "--out", tmp_path / f"{form}.pdf").status == 0


def test_lines_of_an_address_become_one_and_nothing_of_it_is_lost(desk: Desk) -> None:
    table = printed(desk, "declared", "--example") | {"applicant_address": "99 หมู่ 9\r\nตำบลสมมุติ\nแม่สอด"}
    case = desk.done("receive", "--applicant", "ก", "--class", "1", "--data", desk.file("lines", table))["case"]
    found = desk.run("evidence", case, "--out", desk.files / "evidence.json")
    assert found.status == 0, found.out
    assert "99 หมู่ 9 ตำบลสมมุติ แม่สอด" in (desk.files / "evidence.json").read_text("utf-8", "replace")


def test_what_is_missing_is_named_in_both_languages_where_people_read_it(desk: Desk) -> None:
    case = desk.done("receive", "--applicant", "ก", "--class", "1")["case"]
    none = desk.file("none", {"papers": {}, "proofs": {}})
    words = ("check", case, "--papers", none, "--why-now", "ทดสอบ", "--officer", "prasit")
    said = run("transit", *words, "--home", desk.home, env=ENV)
    assert said.status == 1
    text = said.out + said.err
    for named in ("บัญชีราคาสินค้า (Invoice)", "invoice (15.2 (5))", "ขาด missing", "ไม่มีหลักฐาน no proof of"):
        assert named in text, named
    wrong = desk.file("wrong", {"papers": {}, "circumstances": 5})
    again = desk.done("receive", "--applicant", "ข", "--class", "1")["case"]
    said = desk.do("check", again, "--papers", wrong, "--why-now", "ทดสอบ")
    assert (said.code, "คู่มือ ข้อ 15.2" in said.body["refused"]["th"]) == ("bad_format", True)


def test_what_differs_is_named_with_both_figures_where_people_read_it(desk: Desk) -> None:
    case = desk.done(*("receive", "--applicant", "ก", "--class", "2.1"), "--data", desk.files / "declared-2.1.json")[
        "case"
    ]
    desk.done("check", case, "--papers", desk.files / "papers-2.1.json", "--why-now", "ทดสอบ")
    invoice = printed(desk, "invoice", "--class", "2.1", "--example")
    invoice["items"][0]["gross_weight"] += 1
    compared = ("--invoice", desk.file("off", invoice), "--bill", desk.files / "bill-2.1.json", "--why-now", "ทดสอบ")
    said = run("transit", "consider", case, *compared, "--officer", "prasit", "--home", desk.home, env=ENV)
    assert said.status == 1
    assert "invoice/1/gross_weight_g: บัญชีราคา / Invoice · 1 · " in said.out + said.err
    assert "1,234.567 ≠ 1,234.568" in said.out + said.err
