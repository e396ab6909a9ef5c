"""Step 0002: modes, the release right of posts, cases, digests, a centre that was restored."""

from officer_app.central.sql_steps import run, run_parts

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PARTS = ("tables", "feeding", "authority", "claim", "push", "station_api", "admin_api")


def upgrade() -> None:
    """Add tables and columns as their owner, replace and add functions, hand them to the role they run as, grant."""
    # Some of these functions belong to the gate already; the owner may replace them while he is a member of it.
    run("grant officer_app_gate to officer_app_owner")
    run_parts(revision, PARTS)
    run("revoke officer_app_gate from officer_app_owner")


def downgrade() -> None:
    """There is no way back: acts are kept."""
    raise NotImplementedError("the centre's acts are kept; restore a backup instead")
