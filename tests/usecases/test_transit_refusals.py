"""Every refusal of the transit desk cites its rule and says what to bring or do next, in Thai and in English."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from officer_app.core.refusals import Refusal
from officer_app.core.transit import Phase, next_steps
from officer_app.texts import Texts

TEXTS = Texts.load(Path("resources/texts"))
ROOM = sorted(
    path
    for pattern in (
        *("core/transit*.py", "core/guarantees.py", "usecases/transit_*.py", "usecases/guarantee_register.py"),
        *("usecases/look_up_case.py", "workstation/transit*.py", "viewmodels/transit*.py", "cli/transit*.py"),
    )
    for path in Path("officer_app").glob(pattern)
)
OF_ALL_DESKS = frozenset(
    {
        *("blocked", "held", "reason_needed", "role", "unreadable", "words_too_long", "second_needed", "same_officer"),
        *("no_papers", "unknown_key", "journal_restored", "second_signer_failed"),
    }
)
"""What every desk may say: about officers, keys and scans, and of no customs rule."""
RULE = {
    "th": "|".join(
        (
            *("คู่มือ ข้อ [0-9]+", "คู่มือ e-Export", "มาตรา", "ประกาศกรมศุลกากร", "บทความกรมศุลกากร"),
            *("หลักเกณฑ์ศุลกากรอิเล็กทรอนิกส์ ข้อ", "ตารางกฎของด่าน", r"\{rule\}"),
        )
    ),
    "en": "|".join(
        (
            *("manual, items? [0-9]+", "e-Export manual", "Announcement [0-9]+", "customs article"),
            *("rules on electronic customs, item", "the office's rules table", r"\{rule\}"),
        )
    ),
}
KEPT = {"th": r"ไม่มีการบันทึก|บันทึกสิ่งที่ยื่น", "en": r"Nothing was recorded|is kept\."}
NEXT = {"th": r"ให้", "en": r"(?:Next: \{next\}|[A-Z][a-z]+ [^.]{4,})\."}


IN_THE_WINDOW = frozenset({"transit_select", "transit_unresolved"})
"""How the window's own questions are answered: a key, a file. No customs rule speaks of them."""


def sentences() -> Iterator[tuple[str, str, str]]:
    """Code, language and sentence, its gaps as they stand in the catalogue."""
    for file in sorted(Path("resources/texts").glob("*.toml")):
        for code, both in tomllib.loads(file.read_text("utf-8")).get("refused", {}).items():
            if re.match(r"transit_|guarantee_|licence_expired", code) and code not in IN_THE_WINDOW:
                yield from ((code, language, both[language]) for language in ("th", "en"))


def codes() -> set[str]:
    """Every code that a file of this room refuses with: named to a Refusal, or given by a rule's function."""
    found: set[str] = set()
    for path in ROOM:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal" and node.args:
                found |= {
                    each.value
                    for each in ast.walk(node.args[0])
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }
            if isinstance(node, ast.Return) and path.name in ("guarantees.py", "transit.py") and node.value is not None:
                found |= {
                    each.value
                    for each in ast.walk(node.value)
                    if isinstance(each, ast.Constant)
                    and isinstance(each.value, str)
                    and re.fullmatch(r"(transit|guarantee|licence)_[a-z_]+(?<!_out_of_order)(?<!_undrawn)", each.value)
                }
    return found


def lacking(language: str, text: str) -> list[str]:
    """What a sentence does not say."""
    faults = [] if re.search(RULE[language], text) else ["rule"]
    kept = list(re.finditer(KEPT[language], text))
    if not kept:
        return [*faults, "what was kept"]
    return faults if re.search(NEXT[language], text[kept[-1].end() :]) else [*faults, "next step"]


@pytest.mark.parametrize(("code", "language", "text"), list(sentences()))
def test_a_refusal_cites_its_rule_says_what_was_kept_and_what_to_do_next(code: str, language: str, text: str) -> None:
    assert lacking(language, text) == []


@pytest.mark.parametrize("code", ["blocked", "held", "reason_needed", "role", "second_needed", "same_officer"])
@pytest.mark.parametrize("language", ["th", "en"])
def test_what_every_desk_may_say_tells_the_rule_what_was_kept_and_what_to_do_next(code: str, language: str) -> None:
    text = TEXTS.both(f"refused.{code}").say(language)
    rule = r"\(|may not|จึง|newer version|รุ่นใหม่กว่า"
    assert (bool(re.search(rule, text)), lacking(language, f"manual, item 1 คู่มือ ข้อ 1 {text}")) == (True, [])


def test_every_code_the_desk_refuses_with_has_its_sentence() -> None:
    known = TEXTS.keys()
    found = {code for code in codes() if f"window.wrong_{code}" not in known}
    without = {code for code in found - OF_ALL_DESKS if f"refused.{code}" not in known}

    assert without == set()
    # The walk sees what it has to see: literals, both arms of a choice, what the rules' own functions give.
    assert {
        "transit_not_now",
        "guarantee_closed",
        "licence_expired",
        "transit_after_limit",
        "guarantee_not_his",
    } <= found


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("The case is not held. Nothing was recorded.", ["rule", "next step"]),
        ("The case is not held (manual, item 13). Nothing was recorded.", ["next step"]),
        ("The case is not held. Nothing was recorded. Go on with its next step.", ["rule"]),
        ("The case is not held (manual, item 13). Go on with its next step.", ["what was kept"]),
    ],
)
def test_a_sentence_without_rule_or_next_step_would_be_found(text: str, faults: list[str]) -> None:
    assert lacking("en", text) == faults


@pytest.mark.parametrize("phase", list(Phase))
def test_a_step_out_of_order_names_the_one_that_comes_next(phase: Phase) -> None:
    said = TEXTS.refusal(Refusal("transit_not_now", {"phase": phase, "step": "transit_sign", "next": phase}))

    assert str(phase) not in said.th
    for kind in next_steps(phase)[:1]:
        verb = str(kind).removeprefix("transit_").replace("_", "-")
        wanted = {"depart": "hand-over", "leftover": "end"}.get(verb, verb)
        assert f"({wanted})" in said.en
        assert f"({wanted})" in said.th


@pytest.mark.parametrize("why", ["country", "mode", "entry_office", "exit_office", "date"])
def test_why_no_agreement_allows_it_is_said_in_words(why: str) -> None:
    said = TEXTS.refusal(Refusal("transit_no_agreement", {"country": "SG", "why": why, "rule": "พ.ร.บ."}))
    assert f"({why})" not in said.th + said.en


def test_a_refused_case_says_receive_again() -> None:
    assert [str(kind) for kind in next_steps(Phase.REFUSED)] == ["transit_receive"]
    assert "receive it again" in TEXTS.both("next.refused").en
