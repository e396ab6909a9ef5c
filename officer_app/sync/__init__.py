"""What travels between a workstation and the centre, and when."""
