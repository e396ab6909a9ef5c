"""Settings: what is written is read back, and what cannot be used is refused with its name."""

import contextlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officer_app.core.acts import Mode
from officer_app.core.canonical import clean_text, decode, encode
from officer_app.core.ports import Station
from officer_app.core.roles import DESKS
from officer_app.settings import BadSettings, Settings, load, save

PLAIN = Settings(site="CE", desk="inspection", name="CE-1")
BASE = 'site = "CE"\ndesk = "inspection"\nname = "CE-1"\n'
CHARACTERS = st.characters(categories=("L", "N", "P", "S"), include_characters=" ")
TEXT = st.text(CHARACTERS, max_size=20).map(clean_text)
NAME = st.text(CHARACTERS, min_size=1, max_size=20).map(clean_text).filter(lambda text: 1 <= len(text) <= 32)
ADDRESS = st.sampled_from(["", "postgresql://ce_1@centre:5432/central", "postgresql://u@h1:5432,h2:5433/c?sslmode=x"])
SETTINGS = st.builds(
    Settings,
    site=NAME,
    desk=st.sampled_from(DESKS),
    name=NAME,
    post=TEXT,
    mode=st.sampled_from([str(mode) for mode in Mode]),
    central_url=ADDRESS,
    posts=st.lists(NAME, min_size=1, max_size=3).map(tuple),
    scanners=st.lists(NAME, max_size=3, unique=True).map(tuple),
    wedge=st.booleans(),
    printer=TEXT,
    language=st.sampled_from(["th", "en"]),
    repeat_gap_ms=st.integers(0, 86_400_000),
    sync_every_s=st.integers(0, 86_400_000),
    stamp_texts=st.fixed_dictionaries({"green": NAME, "red": NAME, "xray": NAME}),
)


def why(text: str, folder: Path) -> str:
    """What is said of settings of this text."""
    file = folder / "settings.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(BadSettings) as refused:
        load(file)
    return str(refused.value)


@given(SETTINGS)
def test_what_was_saved_is_loaded(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> None:
    file = tmp_path_factory.mktemp("home") / "settings.toml"
    save(settings, file)
    assert load(file) == settings
    assert [each.name for each in file.parent.iterdir()] == ["settings.toml"]


@given(SETTINGS)
def test_what_stands_in_acts_may_be_signed(settings: Settings) -> None:
    said = {"site": settings.site, "station": settings.name, "posts": settings.posts, **settings.stamp_texts}
    assert decode(encode(said)) == {**said, "posts": list(settings.posts)}


def test_what_a_site_sets_is_what_its_counter_goes_by() -> None:
    rules = replace(PLAIN, xray_orders=("X9",), licence_days=20, undo_window_s=60, posts=("CP-7",)).rules
    assert (rules.licence_days, rules.undo_window_s, rules.posts) == (20, 60, ("CP-7",))
    assert rules.is_xray("x9")
    assert not rules.is_xray("XRAY")
    assert not rules.is_xray("")


def test_saving_again_replaces_the_whole(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    save(replace(PLAIN, scanners=("/dev/ttyACM0", "socket://127.0.0.1:4001")), file)
    save(PLAIN, file)
    assert load(file) == PLAIN


def test_what_is_not_said_is_the_default(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(BASE, encoding="utf-8")
    assert load(file) == PLAIN
    assert PLAIN.station == Station("CE", "CE-1", "inspection", "", Mode.REAL)
    assert (PLAIN.rules.posts, PLAIN.rules.stamp_texts["xray"]) == (("CP-1",), "X-Ray")


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "settings.toml")


# The whole file → what the sentence has to name.
BAD = {
    "": "site, desk, name",
    'site = "CE"\nname = "x"\n': "desk",
    BASE + 'colour = "red"\nsize = 3\n': "colour, size",
    BASE + 'name = "again"\n': "settings file",
    "site = \n": "settings file",
    "\udcff\udcfe": "settings file",
    BASE + "posts = " + "[" * 5000: "settings file",
    BASE.replace('"CE"', '""'): "site",
    BASE.replace('"CE"', '"  "'): "site",
    BASE.replace('"CE"', '" CE"'): "site",
    BASE.replace('"CE"', f'"{"x" * 33}"'): "site",
    BASE.replace('"CE-1"', '"CE\\u0000"'): "name",
    BASE.replace('"CE-1"', '"CE\\n1"'): "name",
    BASE.replace('"CE-1"', '"Cafe\\u0301"'): "name",
    BASE.replace('"CE-1"', '"CE\\u200b1"'): "name",
    BASE.replace('"CE-1"', "7"): "name",
    BASE.replace('"inspection"', '"kitchen"'): "desk",
    BASE.replace('"inspection"', "[1]"): "desk",
    BASE + 'mode = "REAL"\n': "mode",
    BASE + 'language = "fr"\n': "language",
    BASE + "post = 5\n": "post",
    BASE + "printer = true\n": "printer",
    BASE + 'posts = "CP-1"\n': "posts",
    BASE + "posts = []\n": "posts",
    BASE + 'posts = ["CP-1", ""]\n': "posts",
    BASE + "posts = [1, 2]\n": "posts",
    BASE + 'posts = [["CP-1"]]\n': "posts",
    BASE + 'posts = ["CP\\t1"]\n': "posts",
    BASE + 'scanners = "/dev/ttyACM0"\n': "scanners",
    BASE + "scanners = [4001]\n": "scanners",
    BASE + 'repeat_gap_ms = "1000"\n': "repeat_gap_ms",
    BASE + "repeat_gap_ms = true\n": "repeat_gap_ms",
    BASE + "repeat_gap_ms = -1\n": "repeat_gap_ms",
    BASE + "sync_every_s = 0.5\n": "sync_every_s",
    BASE + f"sync_every_s = {10**15}\n": "sync_every_s",
    BASE + "central_url = 5\n": "central_url",
    BASE + "wedge = 1\n": "wedge",
    BASE + 'stamp_texts = "Status 0309"\n': "stamp_texts",
    BASE + '[stamp_texts]\ngreen = "a"\n': "stamp_texts",
    BASE + '[stamp_texts]\ngreen = "a"\nred = "b"\nxray = 3\n': "stamp_texts.xray",
    BASE + '[stamp_texts]\ngreen = "a"\nred = "b"\nxray = ""\n': "stamp_texts",
    BASE + '[stamp_texts]\ngreen = "a"\nred = "b"\nxray = "c\\u0007"\n': "stamp_texts.xray",
    BASE + '[stamp_texts]\ngreen = "a"\nred = "b"\nxray = "c"\nblue = "d"\n': "stamp_texts",
}


@pytest.mark.parametrize("text", BAD)
def test_what_cannot_be_used_is_refused_and_named(tmp_path: Path, text: str) -> None:
    said = why(text, tmp_path)
    assert BAD[text] in said
    assert said.isprintable()


PASSWORDS = [
    "postgresql://ce:secret@centre/central",
    "postgresql://ce:@centre/central",
    "postgresql://ce:s@cret@centre:5432/central",
    "postgresql://ce@centre/central?password=secret",
    "postgresql://ce@centre/central?sslmode=require&PASSWORD=secret",
    "postgresql://ce@centre/central?pass%77ord=secret",
    "postgresql://ce@centre/central?sslpassword=secret",
    "host=centre user=ce password=secret",
    "postgresql://ce:secret@[centre/central",
]


@pytest.mark.parametrize("url", PASSWORDS)
def test_a_password_in_the_address_is_refused_and_not_repeated(tmp_path: Path, url: str) -> None:
    said = why(BASE + f'central_url = "{url}"\n', tmp_path)
    assert said.startswith("central_url")
    assert "secret" not in said
    with pytest.raises(BadSettings):
        replace(PLAIN, central_url=url)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://centre:5432/central",
        "postgresql://ce@centre:5432/central",
        "postgresql://ce@[::1]:5432/central",
        "postgresql://ce@one:5432,two:5433/central?target_session_attrs=read-write",
        "postgresql://ce%40office@centre/central",
    ],
)
def test_an_address_without_a_password_is_taken(url: str) -> None:
    assert replace(PLAIN, central_url=url).central_url == url


@given(st.text())
def test_no_text_raises_anything_else(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.mktemp("home") / "settings.toml"
    file.write_bytes((BASE + text).encode("utf-8", "surrogatepass"))
    with contextlib.suppress(BadSettings):
        assert load(file).site == "CE"
