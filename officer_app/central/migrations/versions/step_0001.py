"""Step 0001: the schema of the centre."""

from officer_app.central.sql_steps import run_parts

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

PARTS = (
    *("tables", "guards", "reading", "feeding", "station_api", "authority", "rulings", "keeping", "push", "claim"),
    *("snapshot", "numbers", "elsewhere", "admin_api", "reports"),
)


def upgrade() -> None:
    """Create tables and functions as their owner, hand the functions to the role they run as, then grant."""
    run_parts(revision, PARTS)


def downgrade() -> None:
    """There is no way back: acts are kept."""
    raise RuntimeError("the centre's acts are kept; restore a backup instead")
