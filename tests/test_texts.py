"""The catalogue: both languages with the same gaps, and a sentence for every code that anything can say."""

import ast
import re
import string
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from officer_app.central.address import NotEncrypted
from officer_app.core.export import State
from officer_app.core.kinds import ActKind
from officer_app.core.numbers import Doubt, Misfit, Unreadability
from officer_app.core.refusals import Refusal
from officer_app.core.transit import BESIDE, STEPS, Phase
from officer_app.devices.port_troubles import PortTrouble
from officer_app.texts import Both, MissingText, Texts
from officer_app.workstation.trouble import Trouble

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "texts"
TEXTS = Texts.load(FOLDER)
KEYS = TEXTS.keys()
EVERY_KEY = sorted(KEYS)
FILES = sorted((ROOT / "officer_app").rglob("*.py"))

# Said by the centre, which hands over codes and no more (officer_app/central/sql, core.objection).
OF_THE_CENTRE = ("unverified", "wrong_post", "wrong_authority", "cancelled", "held")


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def of_both(name: str) -> str:
    """A gap that each language fills with words of its own is one gap: {th} and {en}, {detail_th} and {detail}."""
    return "words" if name in ("th", "en") else name.removesuffix("_th").removesuffix("_en")


def raw(key: str) -> Both:
    """The sentence with its gaps as they stand."""
    filled = {name: "{" + name + "}" for name in ALL_GAPS}
    return TEXTS.both(key, **filled)


def test_sentences_read_one_by_one_when_they_are_said_are_the_same() -> None:
    at_need = Texts.at_need(FOLDER)
    assert at_need.keys() == TEXTS.keys()
    assert [key for key in sorted(EVERY_KEY) if at_need.both(key) != TEXTS.both(key)] == []
    with pytest.raises(MissingText):
        at_need.both("window")


def test_no_sentence_stands_in_two_files() -> None:
    parts = {file.name: Texts.load_part(file).keys() for file in FOLDER.glob("*.toml")}
    at_home = Counter(key for keys in parts.values() for key in keys)
    assert [key for key, places in at_home.items() if places > 1] == []


ALL_GAPS = {name for file in FOLDER.glob("*.toml") for name in gaps(file.read_text("utf-8").replace("{{", ""))}


# One pass over thousands of keys, not a test a key: setting those up took longer than all else here.


def test_every_sentence_has_both_languages_with_the_same_gaps() -> None:
    assert [key for key in EVERY_KEY if not is_whole(raw(key))] == []


def is_whole(both: Both) -> bool:
    """Whether both languages say something, with no blank around it and with the same gaps."""
    said = all(text and text == text.strip() for text in (both.th, both.en))
    return said and {of_both(name) for name in gaps(both.th)} == {of_both(name) for name in gaps(both.en)}


def test_every_gap_is_a_plain_name() -> None:
    assert [key for key in EVERY_KEY if not (has_plain_gaps(raw(key).th) and has_plain_gaps(raw(key).en))] == []


def has_plain_gaps(text: str) -> bool:
    """Whether its gaps are names alone, without layout or conversion."""
    return all(
        name is None or (name.isidentifier() and not layout and conversion is None)
        for _, name, layout, conversion in string.Formatter().parse(text)
    )


def test_a_sentence_that_is_not_whole_is_found() -> None:
    assert is_whole(Both("ถึง {name}", "to {name}"))
    for th, en in (("", "to"), ("ถึง ", "to"), ("ถึง", " "), ("ถึง {name}", "to"), ("{a}", "{b}")):
        assert not is_whole(Both(th, en))
    assert has_plain_gaps("ถึง {name}")
    assert not any(has_plain_gaps(text) for text in ("{name!r}", "{name:>9}", "{name.first}", "{0}"))


@pytest.mark.parametrize("key", [key for key in EVERY_KEY if key.startswith(("refused.", "trouble.", "reason."))])
def test_the_english_is_english_and_the_thai_is_thai(key: str) -> None:
    both = raw(key)
    assert any("ก" <= ch <= "๛" for ch in both.th)
    assert not any("ก" <= ch <= "๛" for ch in both.en)


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    """Every call of `name` in the program."""
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(node, ast.Call) and isinstance(called, ast.Name | ast.Attribute):
                said = called.id if isinstance(called, ast.Name) else called.attr
                if said == name:
                    yield file, node


def literals(node: ast.expr) -> set[str]:
    """The texts an expression can be, as far as it can be told: a text, or one of two."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return literals(node.body) | literals(node.orelse)
    return set()


def codes_of(name: str, *, beside: str = "") -> dict[str, list[ast.Call]]:
    """The codes with which `name` is called outside the package `beside`, each with its calls."""
    found: dict[str, list[ast.Call]] = defaultdict(list)
    for file, call in calls(name):
        if beside and beside in file.parts:
            continue
        for code in literals(call.args[0]) if call.args else set():
            found[code].append(call)
    return found


REFUSALS = codes_of("Refusal")
TROUBLES = codes_of("Trouble")
STORE_ERRORS = codes_of("StoreError")
USAGES = codes_of("BadUsage")


def test_the_codes_were_found() -> None:
    assert len(REFUSALS) > 40
    assert {"no_home", "bug", "bad_url"} <= set(TROUBLES)
    assert {"sqlite_too_old", "newer_version", "fork"} <= set(STORE_ERRORS)
    assert {"not_right", "no_command", "no_date"} <= set(USAGES)
    assert {"wrong_key", "read_only", "disk_full", "busy", "damaged"} == engine_codes()


@pytest.mark.parametrize("code", sorted({*REFUSALS, *OF_THE_CENTRE}))
def test_every_refusal_has_its_sentence(code: str) -> None:
    # What is wrong with a text the window asked for is said beside it, in words of its own.
    assert {f"refused.{code}", f"window.wrong_{code}"} & KEYS


def engine_codes() -> set[str]:
    """The codes of the table by which the store names the driver's errors."""
    tree = ast.parse((ROOT / "officer_app" / "store" / "engine.py").read_text("utf-8"))
    loops = (node.iter for node in ast.walk(tree) if isinstance(node, ast.For))
    rows = [row for loop in loops if isinstance(loop, ast.Tuple) for row in loop.elts if isinstance(row, ast.Tuple)]
    return set().union(*(literals(row.elts[1]) for row in rows))


@pytest.mark.parametrize("code", sorted({*TROUBLES, *STORE_ERRORS, *engine_codes()}))
def test_every_trouble_has_its_sentence(code: str) -> None:
    assert f"trouble.{code}" in KEYS


def filled_by(call: ast.Call) -> set[str] | None:
    """The gaps that a call fills; None where that cannot be told."""
    if any(keyword.arg is None for keyword in call.keywords):
        return None
    named = {keyword.arg for keyword in call.keywords if keyword.arg is not None}
    if len(call.args) < 2:
        return named
    table = call.args[1]
    if not isinstance(table, ast.Dict) or any(key is None for key in table.keys):
        return None
    keys = [literals(key) for key in table.keys if key is not None]
    return named | set().union(*keys) if all(keys) else None


# On the face of a key the window says a refusal in two words, without its particulars.
WHOLE = codes_of("Refusal", beside="viewmodels")


@pytest.mark.parametrize("code", sorted(WHOLE))
def test_every_gap_of_a_refusal_is_filled_wherever_it_is_made(code: str) -> None:
    wanted = gaps(raw(f"refused.{code}").en)
    for call in WHOLE[code]:
        filled = filled_by(call)
        assert filled is None or wanted <= filled, f"line {call.lineno} leaves {wanted - filled} empty"


@pytest.mark.parametrize("code", sorted(TROUBLES))
def test_every_gap_of_a_trouble_is_filled_wherever_it_is_made(code: str) -> None:
    wanted = gaps(raw(f"trouble.{code}").en)
    for call in TROUBLES[code]:
        filled = filled_by(call)
        assert filled is None or wanted <= filled, f"line {call.lineno} leaves {wanted - filled} empty"


@pytest.mark.parametrize("code", sorted(USAGES))
def test_every_word_on_a_command_line_that_is_none_has_its_sentence_with_every_gap_filled(code: str) -> None:
    said = raw(f"usage.{code}")
    for call in USAGES[code]:
        filled = filled_by(call)
        assert filled is None or gaps(said.en) | gaps(said.th) <= filled, f"line {call.lineno}"


# --- no sentence that nobody says


def words_of_the_program() -> Iterator[str]:
    """Every text, field and option in the program: what a key can be made of."""
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Constant(value=str(text)):
                    yield text
                case ast.AnnAssign(target=ast.Name(id=name)) | ast.keyword(arg=str(name)):
                    yield name
    for statements in (ROOT / "officer_app").rglob("*.sql"):
        yield from re.findall(r"'(\w+)'", statements.read_text("utf-8"))
    for form in (ROOT / "resources" / "forms").glob("*.toml"):
        yield from re.findall(r'(?<=")\w+(?=")', form.read_text("utf-8"))


Made = tuple[str, ...]
"""A text with gaps, which are the empty parts: `window.why_{…}` is ("window.why_", "")."""


def made_texts() -> Iterator[Made]:
    """The texts with gaps of the program that hold words of their own."""
    # The catalogue's own, and a mark's; whatever else is put together of any two words would hide all that is not said.
    yield from (("refused.", ""), ("trouble.", ""), ("line_", ""))
    for file in (each for each in FILES if each.name != "texts.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = tuple(str(each.value) if isinstance(each, ast.Constant) else "" for each in node.values)
                if any(map(re.compile("[a-z]{2}").search, parts)) and all(map(re.compile(r"[\w.]*").fullmatch, parts)):
                    yield parts


class Said:
    """Which keys the program can say: whole, or put together of words that it holds."""

    def __init__(self, words: Iterable[str], made: Iterable[Made]) -> None:
        self._words = {*words}
        self._keys = {each for each in made if any("." in part for part in each)}
        self._tails = {*made} - self._keys

    def __call__(self, key: str) -> bool:
        """Whether `key` is said."""
        head, _, tail = key.partition(".")
        # `Texts.refusal` and `trouble` make the words of a param of its name and value.
        return {key} <= self._words or {head, tail} <= self._words or any(self._fits(each, key) for each in self._keys)

    def _fits(self, made: Made, text: str, deep: int = 2) -> bool:
        if not made:
            return not text
        if made[0]:
            return text.startswith(made[0]) and self._fits(made[1:], text.removeprefix(made[0]), deep)
        ends = range(len(text) + 1) if len(made) > 1 else (len(text),)
        return any(self._fits(made[1:], text[end:], deep) and self._is_word(text[:end], deep) for end in ends)

    def _is_word(self, text: str, deep: int) -> bool:
        """Whether a gap can hold `text`: a word, or a text with gaps of its own that hold words, `deep` times over."""
        return text in self._words or (deep > 0 and any(self._fits(each, text, deep - 1) for each in self._tails))


def test_no_sentence_is_left_that_nobody_says() -> None:
    said = Said({*words_of_the_program()}, {*made_texts()})
    assert [key for key in EVERY_KEY if not said(key)] == []


def test_a_sentence_that_nobody_says_is_found() -> None:
    words = {"window.whole", "why", "late", "title", "param", "value", "red", "_begun"}
    said = Said(words, {("window.", ""), ("why_", ""), ("found_", "", "", "_do")})
    good = ("window.whole", "window.why_late", "window.title", "window.found_red_begun_do", "param.value")
    bad = ("window.hole", "window.why_early", "window.whys", "window.found_red", "other.value", "param.late_value")
    assert [key for key in (*good, *bad) if said(key)] == [*good]


def test_whatever_a_rule_of_the_centre_forbids_has_its_sentence() -> None:
    statements = "\n".join(file.read_text("utf-8") for file in (ROOT / "officer_app" / "central" / "sql").glob("*.sql"))
    said = set(re.findall(r"\bhint = '(\w+)'", statements))
    objection = re.search(r"function core\.still_holds.*?end \$\$", statements, re.DOTALL)
    assert objection is not None
    said |= set(re.findall(r"return '(\w+)'", objection[0]))
    assert said == {key.removeprefix("forbids.") for key in KEYS if key.startswith("forbids.")}


def test_whatever_is_wrong_with_an_address_a_database_or_a_simulated_scanner_has_its_sentence() -> None:
    made = {
        name: set().union(*(literals(call.args[1]) for _, call in calls(name))) for name in ("BadCentralUrl", "NotOurs")
    }
    assert all(made.values())
    words = set().union(*made.values(), {NotEncrypted.why, "not_installed"})
    words |= {"nobody_connected", *codes_of("SimulationFailed")}
    assert words == {key.removeprefix("detail.") for key in KEYS if key.startswith("detail.")}


def test_every_trouble_of_a_port_and_every_reason_that_a_signal_is_unheard_has_its_sentence() -> None:
    assert {f"port.{trouble}" for trouble in PortTrouble} == {key for key in KEYS if key.startswith("port.")}
    assert all(gaps(raw(f"port.{trouble}").en) <= {"port"} for trouble in PortTrouble)
    made = codes_of("Unheard")
    assert {f"unheard.{code}" for code in (*made, "lamp_away")} == {key for key in KEYS if key.startswith("unheard.")}
    for code, found in made.items():
        assert all(gaps(raw(f"unheard.{code}").en) <= (filled_by(call) or set()) for call in found)


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_its_words(state: State) -> None:
    assert f"state.{state}" in KEYS


@pytest.mark.parametrize("phase", list(Phase))
def test_every_state_of_a_transit_case_has_its_words(phase: Phase) -> None:
    assert f"phase.{phase}" in KEYS


def test_what_is_odd_of_a_transit_case_is_said_in_words_and_so_is_the_step() -> None:
    guards = {step.guard.__code__.co_consts for step in STEPS if step.guard is not None}
    codes = {text for consts in guards for text in consts if isinstance(text, str) and text.startswith("transit_")}
    assert len(codes) == 3
    for code in {*codes, "fields_missing", "unknown_kind", "annul_of_nothing"}:
        assert f"window.transit_irregular_{code}" in KEYS
    for kind in {*(step.act for step in STEPS), *BESIDE} - {ActKind.PRINT}:
        assert f"step.{kind}" in KEYS
    for name in ("hold", "unhold", "annul", "transit_answer", "transit_enquire"):
        assert f"step.{name}" in KEYS


@pytest.mark.parametrize("reason", [*Unreadability, *Doubt, *(set(Misfit) - {Misfit.NONE})])
def test_every_reason_a_number_is_not_taken_and_every_doubt_has_its_sentence(reason: str) -> None:
    said = TEXTS.both(f"reason.{reason}")
    assert any("\u0e00" <= letter <= "\u0e7f" for letter in said.th)
    assert said.en.isascii()


def test_a_reason_or_a_state_is_said_in_words_in_both_languages() -> None:
    said = TEXTS.refusal(Refusal("not_now", {"state": "stamped"}))
    assert TEXTS.both("state.stamped").th in said.th
    assert TEXTS.both("state.stamped").en in said.en


def test_who_grants_and_whose_role_it_is_are_said_in_words_and_a_workstation_by_its_name() -> None:
    assert "(ศูนย์ข้อมูลกลาง)" in TEXTS.refusal(Refusal("no_right", {"authority": "centre"})).th
    assert "(the centre)" in TEXTS.refusal(Refusal("no_right", {"authority": "centre"})).en
    assert "(CP-1a)" in TEXTS.refusal(Refusal("no_right", {"authority": "CP-1a"})).th
    assert "ตรวจสินค้า" in TEXTS.refusal(Refusal("role", {"role": "inspection"})).th


def test_a_trouble_is_said_with_its_particulars_in_words_and_one_without_a_sentence_is_a_mistake_of_ours() -> None:
    said = TEXTS.trouble(Trouble("bad_url", detail="no_host"))
    assert TEXTS.both("detail.no_host").th in said.th
    assert TEXTS.both("detail.no_host").en in said.en
    assert TEXTS.trouble(Trouble("a_newer_one", path="x")) == TEXTS.both("trouble.bug", reference="a_newer_one")


def test_a_code_nobody_knows_is_said_as_it_stands() -> None:
    said = TEXTS.refusal(Refusal("a_newer_reason", {"officer": "x"}))
    assert "a_newer_reason" in said.th
    assert "a_newer_reason" in said.en


def test_what_fills_a_gap_is_never_read_as_a_pattern() -> None:
    hostile = "{officer} {0} {x.__class__} %s {"
    said = TEXTS.refusal(Refusal("unknown_number", {"number": hostile}))
    assert hostile in said.th
    assert hostile in said.en


def test_a_gap_nobody_fills_stays_empty_and_a_missing_sentence_is_a_mistake() -> None:
    assert "{" not in TEXTS.refusal(Refusal("already_released")).en
    with pytest.raises(MissingText):
        TEXTS.both("refused.nonsense")
    assert TEXTS.either("refused.nonsense", "refused.held") == TEXTS.both("refused.held")


def test_a_language_is_thai_or_english() -> None:
    both = Both("ไทย", "English")
    assert (both.say("th"), both.say("en"), both.say("fr")) == ("ไทย", "English", "ไทย")


BROKEN = {
    "one language": '[a.b]\nth = "x"\n',
    "a third language": '[a.b]\nth = "x"\nen = "y"\nfr = "z"\n',
    "a sentence outside": 'a = "x"\n',
    "a number": "[a]\nb = 5\n",
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_catalogue_is_not_loaded(tmp_path: Path, kind: str) -> None:
    (tmp_path / "x.toml").write_text(BROKEN[kind], "utf-8")
    with pytest.raises((ValueError, TypeError)):
        Texts.load(tmp_path)


ONE_WORD = {
    "ลายเซ็น": "ลายมือชื่อ",
    "ลายมือชื่ออิเล็กทรอนิกส์": "ลายมือชื่อดิจิทัล",
    "สมุดบันทึก": "แฟ้มบันทึก",
    "ซีล": "ดวงตรา",
    "สองนาย": "สองคน",
    "ใบตรา(?!ส่ง)|สลิป": "แถบตรา",
    "เลขลำดับ": "เลขที่ลำดับ",
    "ใบกำกับราคา": "บัญชีราคาสินค้า",
    "กุญแจหลัก": "กุญแจราก",
    "ยกเลิกตรา|ถอนคืน": "เพิกถอนตรา, แก้คืน",
    "เซิร์ฟเวอร์": "เครื่องแม่ข่าย",
    "สแกนเนอร์": "เครื่องอ่าน",
    "เอ็กซ์?เรย์": "เอกซเรย์",
    "ดิจิตอล": "ดิจิทัล",
}
"""What a Thai officer would take for another thing, or for a slip of the pen; beside it the word it has everywhere."""


@pytest.mark.parametrize("other", ONE_WORD)
def test_one_thing_has_one_word_in_thai(other: str) -> None:
    assert [key for key in EVERY_KEY if re.search(other, TEXTS.both(key).th)] == []
