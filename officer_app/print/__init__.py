"""Forms and slips: data in, PDF bytes out."""
