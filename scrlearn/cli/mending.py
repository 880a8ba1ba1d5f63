"""Commands for mending a collection."""

import typer

from scrlearn.cli.app import Folder, app
from scrlearn.runs.doctor import examine_collection, summarise_ailments


@app.command()
def doctor(folder: Folder) -> None:
    """Examine a collection whole, and say how to mend what is wrong; exit with 1 where something cannot be read."""

    ailments = examine_collection(folder)
    print(summarise_ailments(ailments, folder))
    if (ailments["severity"] == "error").any():
        raise typer.Exit(1)
