"""Failures injected into the calls by which files are written."""

import errno
import os
import shutil
from pathlib import Path

_CALLS = ("open", "fsync", "chmod", "replace", "rename", "mkdir")


class Steps:
    """Counts the calls by which files are written, and does something at each of them."""

    def __init__(self, monkeypatch):
        self.n = 0
        for name in _CALLS:
            monkeypatch.setattr(os, name, self._watched(name, getattr(os, name)))

    def before(self, name, args):
        """Happens at every step before it is taken."""

    def after(self, name):
        """Happens at every step after it was taken."""

    def _watched(self, name, call):
        def instead(*args, **kwargs):
            self.n += 1
            self.before(name, args)
            result = call(*args, **kwargs)
            self.after(name)
            return result

        return instead


class Failure(Steps):
    """Fails at one step: before it is taken for want of room, or after it as when another program holds the file."""

    def __init__(self, monkeypatch, at, *, after):
        super().__init__(monkeypatch)
        self.at, self.fails_after = at, after

    def before(self, name, args):
        """Fail for want of room, or because the file that is to give way is held."""
        if self.n == self.at and not self.fails_after:
            held = name in ("replace", "rename")
            raise PermissionError(errno.EACCES, "Permission denied") if held else OSError(errno.ENOSPC, "No space left")

    def after(self, name):
        """Fail although the step was taken; a file that was opened cannot be reported as one that was not."""
        if self.n == self.at and self.fails_after and name != "open":
            raise OSError(errno.EIO, "Input/output error")


class Snapshots(Steps):
    """Copies a folder before every step: what a kill at that moment would leave."""

    def __init__(self, monkeypatch, folder, copies):
        self.folder, self.copies, self.at_work = folder, Path(copies), False
        self.skips = lambda args: False
        super().__init__(monkeypatch)

    def before(self, name, args):
        """Copy the folder, unless that is what is being done."""
        if self.at_work:
            self.n -= 1
            return
        # What is asked for by its number is on the disk as it is at the next step.
        if isinstance(args[0], int) or self.skips(args):
            return
        self.at_work = True
        shutil.copytree(self.folder, self.copies / f"{self.n:04}")
        self.at_work = False


def unfinished(folder):
    """Return what a writer left behind."""
    return [path.relative_to(folder).as_posix() for path in folder.rglob(".*") if path.name != ".gitignore"]
