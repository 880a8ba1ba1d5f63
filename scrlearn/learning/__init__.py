"""Codings become counts of what recurs: ``tabulate_``, ``compare_``."""
