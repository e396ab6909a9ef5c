"""What the steps of the schema share: how the SQL files of a step are run, and as whom."""

from collections.abc import Iterable
from pathlib import Path

from alembic import op


def run_parts(step: str, parts: Iterable[str]) -> None:
    """Run the SQL files of `step`, e.g. 0002_tables.sql, then hand over its functions, then its grants."""
    run("set local role officer_app_owner")
    for part in parts:
        run(source(step, part))
    run("reset role")
    run("grant create on schema core, api_v1, admin_v1 to officer_app_gate")
    run(source("0001", "functions_owner"))
    run("revoke create on schema core, api_v1, admin_v1 from officer_app_gate")
    run(source(step, "grants"))


def source(step: str, part: str) -> str:
    """The text of one SQL file of a step."""
    folder = Path(__file__).resolve().parent / "sql"
    return (folder / f"{step}_{part}.sql").read_text(encoding="utf-8")


def run(text: str) -> None:
    """Execute SQL as it stands: through the driver, which leaves the per cent signs alone when it has no parameters."""
    cursor = op.get_bind().connection.cursor()
    cursor.execute(text)
    cursor.close()
