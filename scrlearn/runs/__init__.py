"""One re-run, recorded: ``run_``."""
