import pandas as pd

from scrlearn.export.tables import write_table


def test_a_table_opens_in_excel_and_keeps_its_blanks(tmp_path):
    table = pd.DataFrame({"theme": ["Child’s voice", "a, b"], "n_reviews": pd.array([1, None], dtype="Int64")})
    path = write_table(table, tmp_path / "t.csv")
    assert path.read_bytes() == '\ufefftheme,n_reviews\nChild’s voice,1\n"a, b",\n'.encode()


def test_a_table_of_any_length_has_one_header_and_all_its_rows(tmp_path):
    path = write_table(pd.DataFrame({"n": range(200_001)}), tmp_path / "t.csv")
    assert path.read_text("utf-8-sig") == "\n".join(["n", *map(str, range(200_001))]) + "\n"
