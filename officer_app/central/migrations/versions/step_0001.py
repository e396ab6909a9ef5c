"""Step 0001: the first schema of the centre."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

PARTS = ("tables", "guards", "reading", "station_api", "push", "claim", "admin_api", "reports")


def upgrade() -> None:
    """Create tables and functions as their owner, hand the functions to the role they run as, then grant."""
    run("set local role officer_app_owner")
    for part in PARTS:
        run(source(part))
    run("grant create on schema core, api_v1, admin_v1 to officer_app_gate")
    run("reset role")
    run(source("functions_owner"))
    run("revoke create on schema core, api_v1, admin_v1 from officer_app_gate")
    run(source("grants"))


def downgrade() -> None:
    """There is no way back: acts are kept."""
    raise NotImplementedError("the centre's acts are kept; restore a backup instead")


def source(part: str) -> str:
    """The text of one SQL file of this step."""
    folder = Path(__file__).resolve().parents[2] / "sql"
    return (folder / f"{revision}_{part}.sql").read_text(encoding="utf-8")


def run(text: str) -> None:
    """Execute SQL as it stands: through the driver, which leaves the per cent signs alone when it has no parameters."""
    cursor = op.get_bind().connection.cursor()
    cursor.execute(text)
    cursor.close()
