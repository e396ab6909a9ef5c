# The part of python-barcode 0.16 that the print edge calls.
