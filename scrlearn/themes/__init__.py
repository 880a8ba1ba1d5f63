"""Passages become suggestions, and suggestions become codings: load_, suggest_, settle."""
