"""Tables and charts become files: ``write_``."""
