"""Commands that put a collection right."""

from scrlearn.cli.app import Folder, app
from scrlearn.runs.migrating import migrate_collection
from scrlearn.tables import SCHEMA_VERSION


@app.command()
def migrate(folder: Folder) -> None:
    """Bring a collection of an earlier version up to the present one, and keep a copy of it."""
    backup = migrate_collection(folder)
    if backup is None:
        print(f"{folder} is of schema version {SCHEMA_VERSION} already; nothing was changed.")
    else:
        print(f"{folder} is of schema version {SCHEMA_VERSION} now. What was there before stands in {backup}.")
