import pandas as pd
import pytest

from scrlearn.errors import TableError
from scrlearn.reviews.collection import empty_collection, load_reviews, start_collection
from scrlearn.reviews.joining import joined, table_files
from scrlearn.validation import check_table

REVIEW = {
    **{"review_id": "northshire-child-k-2017", "subject": "Child K", "review_type": "serious_case_review"},
    **{"partnership": "northshire", "outcome": "recommendations", "source_status": "published"},
}


def one_review():
    empty = empty_collection()
    reviews = pd.DataFrame([REVIEW], columns=[*empty.reviews]).drop(columns="illustrative")
    return empty._replace(reviews=check_table(reviews, "reviews"))


def none():
    empty = empty_collection()
    return empty._replace(reviews=empty.reviews.drop(columns="illustrative"))


def test_joined_tables_are_written_and_loaded_again(tmp_path):
    folder = start_collection(tmp_path / "northshire")
    for path, content in table_files(joined(none(), one_review()), folder).items():
        path.write_bytes(content)
    assert load_reviews(folder).reviews["subject"].tolist() == ["Child K"]


def test_a_key_that_is_there_already_is_refused():
    with pytest.raises(TableError, match=r"reviews: review_id has \['northshire-child-k-2017'\]"):
        joined(one_review(), one_review())
