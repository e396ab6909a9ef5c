"""A customs counter workstation: scan, know, stamp, release, print."""
