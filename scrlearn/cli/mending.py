"""Commands that put a collection right."""

import typer

from scrlearn.cli.app import Folder, app
from scrlearn.runs.doctor import examine_collection, summarise_ailments
from scrlearn.runs.migrating import migrate_collection
from scrlearn.tables import SCHEMA_VERSION


@app.command()
def doctor(folder: Folder) -> None:
    """Examine a collection whole, and say how to mend what is wrong; exit with 1 where something cannot be read."""

    ailments = examine_collection(folder)
    print(summarise_ailments(ailments, folder))
    if (ailments["severity"] == "error").any():
        raise typer.Exit(1)


@app.command()
def migrate(folder: Folder) -> None:
    """Bring a collection of an earlier version up to the present one, and keep a copy of it."""
    backup = migrate_collection(folder)
    if backup is None:
        print(f"{folder} is of schema version {SCHEMA_VERSION} already; nothing was changed.")
    else:
        print(f"{folder} is of schema version {SCHEMA_VERSION} now. What was there before stands in {backup}.")
