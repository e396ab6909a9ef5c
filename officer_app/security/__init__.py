"""Passwords, keys, signatures and chains."""
