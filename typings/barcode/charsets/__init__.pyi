# Bar patterns of python-barcode: strings of 1 (bar) and 0 (space), one character a module.
