"""The dictionary in data/README.md says what scrlearn/tables/ declares."""

from pathlib import Path

from scrlearn.tables import COLLECTION_TABLES, TABLES

README = Path(__file__).parents[1] / "data" / "README.md"
KINDS = {
    "str": "text",
    "string[python]": "text",
    "Int64": "whole number",
    "float64": "number",
    "boolean": "True or False",
}


def dictionary() -> str:
    return "\n".join(part for table in TABLES for part in described(table))


def described(table: str) -> list[str]:
    schema = TABLES[table]
    rows = [
        f"| {'**' + name + '**' if name in schema.metadata['key'] else name} | {KINDS[str(column.dtype)]} | "
        f"{'yes' if column.nullable else 'no'} | {meaning(column)} |"
        for name, column in schema.columns.items()
    ]
    return [
        f"### {table}",
        "",
        f"One row is {schema.description}.",
        "",
        "| column | holds | may be blank | meaning |",
        "| --- | --- | --- | --- |",
        *rows,
        "",
    ]


def meaning(column) -> str:
    values = column.metadata["values"]
    return column.description + (": " + ", ".join(f"`{value}`" for value in values) if values else "")


def test_the_dictionary_says_what_the_tables_are():
    text = README.read_text(encoding="utf-8")
    assert dictionary().strip() in text, "Print it anew: python tests/test_data_dictionary.py"


def test_the_dictionary_names_every_file_of_a_collection():
    text = README.read_text(encoding="utf-8")
    files = [f"`{table}.csv`" for table in (*COLLECTION_TABLES, "corrections")]
    assert [file for file in [*files, "`collection.toml`", "`documents/`"] if file not in text] == []


if __name__ == "__main__":
    print(dictionary())
