"""The whole round on sample data: a real centre, two workstations, simulated scanners, papers, a verdict."""
