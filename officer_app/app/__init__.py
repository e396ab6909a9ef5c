"""The desktop program: `desktop` before there is a workstation, `stage` once there is one."""
