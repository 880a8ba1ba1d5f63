import pandas as pd

from scrlearn.export.tables import write_table


def test_a_table_opens_in_excel_and_keeps_its_blanks(tmp_path):
    table = pd.DataFrame({"theme": ["Child’s voice", "a, b"], "n_reviews": pd.array([1, None], dtype="Int64")})
    path = write_table(table, tmp_path / "t.csv")
    assert path.read_bytes() == '\ufefftheme,n_reviews\nChild’s voice,1\n"a, b",\n'.encode()
