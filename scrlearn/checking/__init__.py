"""What people decide: ``load_``."""
