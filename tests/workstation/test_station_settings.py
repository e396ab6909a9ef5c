"""Settings of a workstation: explained, changed as signed acts or not at all, taken out and in with nothing lost."""

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from officer_app import settings as settings_file
from officer_app.core.acts import Act, ActKind
from officer_app.core.canonical import clean_text
from officer_app.core.ports import Person, SignedIn
from officer_app.core.refusals import Refusal
from officer_app.core.setting_kinds import FAULTS, BadSettings, Kind, check_kind, parse_value
from officer_app.core.toml_text import toml_value
from officer_app.paths import resources
from officer_app.security.keys import Ed25519Signer
from officer_app.settings import Settings
from officer_app.store.journal import RESTORED
from officer_app.texts import Texts
from officer_app.viewmodels.station_ports import SettingChange
from officer_app.workstation.opening import Workstation, create, open_workstation
from officer_app.workstation.setting_table import markdown
from officer_app.workstation.station_settings import StationSettings, settings_of_station
from officer_app.workstation.trouble import Trouble
from tests.role_table import ACTS, ORDER, roles_of

SETTINGS = Settings(site="CE", desk="inspection", name="CE-1")
TEXTS = Texts.load(resources() / "texts")
ROOT = Path(__file__).resolve().parents[2]


def somebody(*roles: str) -> SignedIn:
    return SignedIn(Person("kanya", "กัญญา หัวหน้างาน", frozenset(roles)), Ed25519Signer(Ed25519PrivateKey.generate()))


SUPERVISOR = somebody("supervisor")


@dataclass
class Place:
    """A workstation and its settings."""

    opened: Workstation
    desk: StationSettings

    @property
    def file(self) -> Path:
        return self.opened.home.settings

    @property
    def acts(self) -> list[Act]:
        return self.opened.journal.acts_of_kind(ActKind.SETTINGS_CHANGED)

    @property
    def before(self) -> list[bytes]:
        """The files that were kept, oldest first."""
        return [file.read_bytes() for file in sorted(self.opened.home.old_settings.glob("*"))]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    create(tmp_path / "home", SETTINGS)
    opened = open_workstation(tmp_path / "home")
    yield Place(opened, settings_of_station(opened))
    opened.close()


def test_a_change_is_a_signed_act_of_its_officer_and_the_file_before_is_kept(place: Place) -> None:
    place.file.write_text(f"# ours, do not lose\n{place.file.read_text('utf-8')}", "utf-8")
    old = place.file.read_bytes()
    assert place.desk.change(SUPERVISOR, "undo_window_s", " 60 ") == SettingChange(
        "undo_window_s", "120", "60", "restart"
    )
    assert settings_file.load(place.file).undo_window_s == 60
    (act,) = place.acts
    assert (act.officer, act.subject.kind, act.subject.number) == ("kanya", "station", "CE-1")
    assert (act.fields["changes"], act.key) == (["undo_window_s: 120 → 60"], SUPERVISOR.signer.key_id)
    assert place.before == [old]
    (row,) = [row for row in place.desk.rows() if row.key == "undo_window_s"]
    assert (row.value, row.running, row.default, row.waits) == ("60", "120", "120", True)


@pytest.mark.parametrize("role", ORDER)
def test_only_the_roles_of_the_table_change_a_setting(place: Place, role: str, tmp_path: Path) -> None:
    old = place.file.read_bytes()
    other = tmp_path / "other.toml"
    other.write_bytes(old.replace(b"volume = 100", b"volume = 7"))
    officer = somebody(role)
    answers = [place.desk.take_over(officer, str(other)), place.desk.change(officer, "volume", "8")]
    refused = [isinstance(answer, Refusal) and answer.code == "role" for answer in answers]
    if role in roles_of(ACTS)["settings_changed"]:
        assert not any(refused)
        assert len(place.acts) == 2
    else:
        assert all(refused)
        assert (place.file.read_bytes(), place.acts, place.before) == (old, [], [])


# Setting → what was typed → the refusal.
BAD = [
    ("volume", "101", "setting_volume"),
    ("volume", "loud", "setting_whole"),
    ("volume", "-1", "setting_whole"),
    ("copy_needed", "perhaps", "setting_flag"),
    ("language", "fr", "setting_one_of"),
    ("posts", "CP-1", "setting_texts"),
    ("posts", "[]", "setting_empty"),
    ("posts", '["CP-1", 5]', "setting_text"),
    ("shifts", "morning", "setting_table"),
    ("shifts", '{A = "nine"}', "setting_detail"),
    ("scanner_settings", '{"COM9" = {speed = 9600}}', "setting_no_scanner"),
    ("central_url", "postgresql://ce:secret@centre/central", "setting_password"),
    ("office", "49", "setting_office"),
    ("contact", "a\u200bb", "setting_invisible"),
    ("contact", '"open', "setting_text"),
    ("name", "CE-2", "setting_fixed"),
    ("mode", "training", "setting_fixed"),
    ("undo_window_s", "120", "setting_same"),
    ("colour", "red", "setting_unknown"),
    ("posts", "[" * 5000, "setting_texts"),
    ("contact", '"x"\nvolume = 3', "setting_invisible"),
]


@pytest.mark.parametrize(("key", "typed", "code"), BAD)
def test_a_value_that_is_no_good_is_said_and_nothing_is_lost(place: Place, key: str, typed: str, code: str) -> None:
    old = place.file.read_bytes()
    answer = place.desk.change(SUPERVISOR, key, typed)
    assert isinstance(answer, Refusal)
    assert answer.code == code
    said = TEXTS.refusal(answer)
    assert "{" not in said.th + said.en
    assert "secret" not in said.th + said.en
    assert (place.file.read_bytes(), place.acts, place.before) == (old, [], [])
    assert sorted(each.name for each in place.file.parent.glob("settings*")) == ["settings.toml"]


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("copy_needed", "ใช่", True),
        ("wedge", "no", False),
        ("contact", "ฝ่ายไอที โทร. 99999", "ฝ่ายไอที โทร. 99999"),
        ("contact", '"ใน คำพูด"', "ใน คำพูด"),
        ("posts", '["CP-1", "CP-2"]', ("CP-1", "CP-2")),
        ("shifts", '{A = "06:00", B = "18:00"}', {"A": "06:00", "B": "18:00"}),
        ("wedge_prefix", "~", "~"),
        ("wedge_prefix", " ", " "),
    ],
)
def test_what_a_person_types_is_understood(place: Place, key: str, typed: str, value: object) -> None:
    assert isinstance(place.desk.change(SUPERVISOR, key, typed), SettingChange)
    assert getattr(settings_file.load(place.file), key) == value


def test_two_quotation_marks_are_the_empty_text(place: Place) -> None:
    place.desk.change(SUPERVISOR, "contact", "IT")
    place.desk.change(SUPERVISOR, "contact", '""')
    assert settings_file.load(place.file).contact == ""
    assert len(place.before) == 2


def test_a_file_shows_what_differs_before_it_changes_anything(place: Place, tmp_path: Path) -> None:
    out = tmp_path / "out.toml"
    assert place.desk.export(str(out)) == str(out)
    text = out.read_text("utf-8").replace("volume = 100", "volume = 50").replace('"CE-1"', '"CE-9"')
    out.write_text(text, "utf-8")
    old = place.file.read_bytes()
    wanted = [
        SettingChange("name", '"CE-1"', '"CE-9"', "fixed", kept=True),
        SettingChange("volume", "100", "50", "at_once"),
    ]
    assert place.desk.differences(str(out)) == wanted
    assert (place.file.read_bytes(), place.acts) == (old, [])
    assert place.desk.take_over(SUPERVISOR, str(out)) == wanted
    now = settings_file.load(place.file)
    assert (now.name, now.volume) == ("CE-1", 50)
    assert [act.fields["changes"] for act in place.acts] == [["volume: 100 → 50"]]
    assert place.before == [old]


def test_what_a_file_changes_is_what_was_shown_or_nothing(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "in.toml"
    file.write_text("volume = 50\n", "utf-8")
    shown = place.desk.differences(str(file))
    assert not isinstance(shown, Refusal)
    file.write_text("volume = 50\nown_grants = 99\n", "utf-8")
    answer = place.desk.take_over(SUPERVISOR, str(file), shown)
    assert isinstance(answer, Refusal)
    assert answer.code == "setting_file_changed"
    assert (place.acts, settings_file.load(place.file).own_grants) == ([], 0)
    again = place.desk.differences(str(file))
    assert not isinstance(again, Refusal)
    assert place.desk.take_over(SUPERVISOR, str(file), again) == again


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        ('colour = "red"\nsize = 3\n', "setting_unknown", "colour, size"),
        ("volume = 900\n", "setting_volume", "volume"),
        ("volume = \n", "setting_not_a_file", ""),
        ("", "setting_no_difference", ""),
        ('name = "CE-1"\nvolume = 100\n', "setting_no_difference", ""),
    ],
)
def test_a_file_that_will_not_do_is_refused_as_a_whole(
    place: Place, tmp_path: Path, text: str, code: str, named: str
) -> None:
    file, old = tmp_path / "in.toml", place.file.read_bytes()
    file.write_text(text, "utf-8")
    for answer in (place.desk.differences(str(file)), place.desk.take_over(SUPERVISOR, str(file))):
        assert isinstance(answer, Refusal)
        assert (answer.code, answer.params.get("key", "")) == (code, named)
    assert (place.file.read_bytes(), place.acts) == (old, [])


def test_what_is_no_plain_file_is_refused_and_not_waited_for(place: Place, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    answer = place.desk.differences(str(pipe))
    assert isinstance(answer, Refusal)
    assert answer.code == "setting_not_a_file"


def test_an_export_writes_through_no_link_that_waits_for_it(place: Place, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.write_text("mine", "utf-8")
    (tmp_path / ".out.toml.new").symlink_to(mine)
    (tmp_path / "out.toml").symlink_to(tmp_path / "nowhere")
    assert place.desk.export(str(tmp_path / "out.toml")) == str(tmp_path / "out.toml")
    assert mine.read_text("utf-8") == "mine"
    assert not (tmp_path / "nowhere").exists()
    assert settings_file.load(tmp_path / "out.toml").name == "CE-1"


def test_an_export_makes_no_folder_for_a_slip_of_the_finger(place: Place, tmp_path: Path) -> None:
    answer = place.desk.export(str(tmp_path / "not-plugged-in" / "out.toml"))
    assert answer == Refusal("setting_no_folder", {"path": str(tmp_path / "not-plugged-in")})
    assert not (tmp_path / "not-plugged-in").exists()


def test_where_a_file_stops_being_one_is_said_in_no_language(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "in.toml"
    for text, detail in (("volume = 90\nvolume 50\n", "TOML 2:8"), ('look = "dark', "TOML")):
        file.write_text(text, "utf-8")
        answer = place.desk.differences(str(file))
        assert isinstance(answer, Refusal)
        assert answer.params["detail"] == detail


def test_an_export_never_lies_over_another_file_and_holds_nothing_secret(place: Place, tmp_path: Path) -> None:
    there = tmp_path / "there.toml"
    there.write_text("mine", "utf-8")
    answer = place.desk.export(str(there))
    assert isinstance(answer, Refusal)
    assert there.read_text("utf-8") == "mine"
    assert not {"password", "secret", "key"} & {key.casefold() for key in settings_file.kinds()}


def test_what_cannot_be_written_is_not_recorded_as_done(place: Place) -> None:
    place.file.with_suffix(".new").mkdir()
    with pytest.raises(Trouble, match="settings_unwritable"):
        place.desk.change(SUPERVISOR, "volume", "7")
    assert place.acts == []
    assert settings_file.load(place.file).volume == 100


def test_a_copy_of_a_journal_records_nothing_and_changes_nothing(place: Place) -> None:
    place.opened.journal.keep_value(RESTORED, "yes")
    answer = place.desk.change(SUPERVISOR, "volume", "7")
    assert isinstance(answer, Refusal)
    assert answer.code == "journal_restored"
    assert (settings_file.load(place.file).volume, place.before) == (100, [])


def test_what_two_programs_change_at_once_is_all_in_the_file(place: Place) -> None:
    other = open_workstation(place.opened.home.folder)
    desks = {"volume": place.desk, "repeat_gap_ms": settings_of_station(other)}
    try:

        def program(key: str) -> list[SettingChange | Refusal]:
            return [desks[key].change(SUPERVISOR, key, str(value)) for value in range(10, 22)]

        with ThreadPoolExecutor(2) as programs:
            made = [each for done in programs.map(program, desks) for each in done]
    finally:
        other.close()
    assert all(isinstance(each, SettingChange) for each in made)
    assert len(place.acts) == len(made) == 24
    now = settings_file.load(place.file)
    assert (now.volume, now.repeat_gap_ms) == (21, 21)


def test_a_file_that_was_broken_by_hand_is_said_and_left_alone(place: Place) -> None:
    place.file.write_text("volume = \n", "utf-8")
    with pytest.raises(Trouble, match="settings_unreadable"):
        place.desk.rows()
    with pytest.raises(Trouble, match="settings_unreadable"):
        place.desk.change(SUPERVISOR, "volume", "7")
    assert place.file.read_text("utf-8") == "volume = \n"


def test_every_setting_is_explained_in_both_languages_and_every_fault_has_its_sentence() -> None:
    keys = TEXTS.keys()
    explained = {f"{group}.{key}" for key in settings_file.kinds() for group in ("setting", "setting_about")}
    assert explained - keys == set()
    assert {f"refused.setting_{code}" for code in FAULTS} - keys == set()
    left = {key for key in keys if key.startswith(("setting.", "setting_about."))} - explained
    assert left == set(), "of settings that are no more"


def test_the_page_of_settings_in_the_documents_is_the_one_that_is_written_from_the_table() -> None:
    assert (ROOT / "docs" / "settings.md").read_text("utf-8").strip() == markdown(TEXTS).strip()


PLAIN = st.text(st.characters(categories=("L", "N", "P", "S"), include_characters=" "), max_size=20).map(clean_text)
VALUES = st.one_of(
    st.tuples(st.just(Kind.TEXT), PLAIN),
    st.tuples(st.just(Kind.WHOLE), st.integers(0, 86_400_000)),
    st.tuples(st.just(Kind.FLAG), st.booleans()),
    st.tuples(st.just(Kind.TEXTS), st.lists(PLAIN, max_size=4).map(tuple)),
    st.tuples(st.just(Kind.TABLE), st.dictionaries(PLAIN, PLAIN, max_size=3)),
    st.tuples(st.just(Kind.TABLES), st.dictionaries(PLAIN, st.dictionaries(PLAIN, st.integers(0, 9)), max_size=2)),
)


@given(VALUES)
def test_what_is_shown_of_a_value_is_read_back_as_that_value(pair: tuple[Kind, object]) -> None:
    kind, value = pair
    assert parse_value("key", kind, toml_value(value)) == value
    check_kind("key", kind, value)


@given(st.sampled_from(list(Kind)), st.text())
def test_whatever_is_typed_is_a_value_or_is_refused(kind: Kind, typed: str) -> None:
    value, refused = None, ""
    try:
        value = parse_value("key", kind, typed)
    except BadSettings as bad:
        refused = bad.keys
    assert refused == ("key" if value is None else "")
    # An act says it, so it has to come back from its words.
    assert json.loads(json.dumps(value)) == value
