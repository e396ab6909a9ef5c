"""A pilot by the command line alone: certificates, a server with TLS, an enrolled workstation, a first load."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from officer_app.central.binaries import server_account
from officer_app.central.embedded import EmbeddedPostgres
from tests.central.tls import NONE_HERE, RULES, SETTINGS, installed
from tests.cli.running import run

ADMIN = "OFFICER_APP_ADMIN_URL"


@pytest.fixture(scope="module")
def pilot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a pilot's certificates; the centre's URL for its administration is in the environment."""
    found = installed()
    if found is None:
        pytest.skip(NONE_HERE)
    folder = tmp_path_factory.mktemp("pilot")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PG_BINDIR", str(found))
        made = run("central", "certificates", "--folder", folder / "ca", "--server", "127.0.0.1, localhost", "--json")
        assert made.status == 0, made.out
        EmbeddedPostgres(folder / "server", durable=False).__enter__().stop()
        server = EmbeddedPostgres(folder / "server", durable=False, settings=SETTINGS)
        (folder / "ca" / "pg_hba.conf").write_text(RULES, encoding="utf-8")
        account = server_account()
        for name in ("ca.crt", "ca.crl", "server.crt", "server.key", "pg_hba.conf"):
            target = server.data / name
            shutil.copyfile(folder / "ca" / name, target)
            target.chmod(0o600)
            if account is not None:
                os.chown(target, account.uid, account.gid)
        with server:
            patch.setenv(ADMIN, server.admin_url("central"))
            yield folder / "ca"


def test_a_pilot_is_set_up_by_commands_and_exchanges_over_tls(
    pilot: Path, home: Path, permits_csv: Path, tmp_path: Path
) -> None:
    at = ("--home", home, "--json")
    assert run("central", "init", "--json").status == 0
    load = ("load", "--site", "CE", "--provenance", "sample", permits_csv, "--json")
    key = tmp_path / "snapshots.key"
    enrolled = run("central", "enrol", *at, "--ca", pilot)
    assert enrolled.status == 0, enrolled.out
    assert "sslmode=verify-full" in enrolled.body["url"]
    assert run("central", *load).status == 0
    packed = run("central", "snapshot", "--site", "CE", "--key", key, "--json")
    assert packed.status == 0, packed.out
    assert packed.body["records"] > 40
    assert key.stat().st_mode & 0o777 == 0o600
    again = run("central", "enrol", *at, "--ca", pilot, "--snapshot-key", f"{key}.pub")
    assert again.status == 0, again.out
    assert "1 of 1 parts" in run("sync", "--home", home).out
    done = run("sync", *at)
    assert done.status == 0, done.out
    assert (done.body["encrypted"], done.body["digest_equal"], done.body["trouble"]) == (True, True, "none")
    status = run("central", "status", *at)
    assert (status.body["encrypted"], status.body["digest_equal"], status.body["queue"]) == (True, True, 0)
    assert status.body["last_contact"] == done.body["last_contact"]
    keys = home / "keys"
    secrets = [path for path in keys.iterdir() if path.suffix == ".key"]
    assert secrets
    assert all(path.stat().st_mode & 0o077 == 0 for path in secrets)


def test_without_its_certificate_the_workstation_is_not_let_in_and_is_told_so(pilot: Path, home: Path) -> None:
    at = ("--home", home, "--json")
    role = run("central", "enrol", *at, "--ca", pilot).body["role"]
    (home / "keys" / f"{role}.key").unlink()
    (home / "keys" / f"{role}.crt").unlink()
    refused = run("sync", *at)
    assert (refused.status, refused.code, refused.body["trouble"]) == (3, "centre_unreachable", "here")


def test_a_snapshot_that_another_key_signed_is_refused_by_name_and_the_rest_goes_on(
    pilot: Path, home: Path, tmp_path: Path, permits_csv: Path
) -> None:
    at = ("--home", home, "--json")
    assert run("central", "load", "--site", "CE", "--provenance", "sample", permits_csv, "--json").status == 0
    mine, theirs = tmp_path / "mine.key", tmp_path / "theirs.key"
    for file in (mine, theirs):
        assert run("central", "snapshot", "--site", "CE", "--key", file, "--json").status == 0
    assert run("central", "enrol", *at, "--ca", pilot, "--snapshot-key", f"{mine}.pub").status == 0
    first = run("sync", *at)
    assert (first.status, first.body["error"]["kind"]) == (3, "snapshot_refused")
    assert run("sync", *at).body["digest_equal"] is True, "what was refused was pulled instead"


def test_what_a_rule_of_the_centre_forbids_is_a_refusal(pilot: Path, home: Path) -> None:
    assert run("central", "init", "--site", "CE").status == 0
    moved = run(
        *("central", "authority", "--site", "CE", "--post", "CP-1", "--kind", "workstation", "--holder", "nobody"),
        "--json",
    )
    assert (moved.status, moved.code) == (1, "centre_forbids")
    assert run("central", "init", "--site", "CE", "--post", "CP-1", "--json").status == 1
