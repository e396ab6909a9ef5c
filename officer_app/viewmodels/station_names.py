"""The pages of "this workstation" by name, for who leads to them and loads none of them."""

PAGES = ("settings", "checkup", "printers", "log", "about")
