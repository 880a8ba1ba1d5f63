"""
What learning recurs across safeguarding reviews: read, code by theme, count honestly, chart.

The flow, every step of it tables in and tables out (:mod:`scrlearn.tables` says what is in each)::

    documents, workbooks ─▶ reviews, recommendations, responses   load_reviews, read_document, add_documents
                         ─▶ suggestions                           suggest_by_rules, ThemeModel(...).suggest
                         ─▶ codings                               settle, with load_corrections: people come first
                         ─▶ learning tables                       tabulate_..., compare_replies
                         ─▶ charts, with their words              plot_..., describe_...
                         ─▶ files                                 write_table, write_chart, write_briefing

``run_collection`` (on the command line ``scrlearn run FOLDER``) does all of it and keeps a record.
"""

from scrlearn.charts.groups import describe_themes_by, plot_themes_by
from scrlearn.charts.pairs import describe_pairs, plot_pairs
from scrlearn.charts.periods import describe_periods, plot_periods
from scrlearn.charts.replies import describe_replies, plot_replies
from scrlearn.charts.themes import describe_themes, plot_themes
from scrlearn.checking.corrections import load_corrections
from scrlearn.errors import ScrlearnError
from scrlearn.export.briefing import write_briefing
from scrlearn.export.charts import write_chart
from scrlearn.export.tables import write_table
from scrlearn.learning.confirmation import count_confirmed
from scrlearn.learning.counts import tabulate_themes, tabulate_themes_by
from scrlearn.learning.pairs import tabulate_pairs
from scrlearn.learning.periods import reviews_in_period, tabulate_themes_by_period
from scrlearn.learning.replies import compare_replies, tabulate_replies
from scrlearn.reviews.collection import Collection, load_reviews, save_reviews, select_reviews, start_collection
from scrlearn.reviews.documents import add_documents, read_document
from scrlearn.reviews.workbook import write_workbook
from scrlearn.runs.coding import Period, find_learning
from scrlearn.runs.run import run_collection
from scrlearn.themes.codebook import Codebook, check_conflicts, check_examples, load_codebook
from scrlearn.themes.crosswalk import load_crosswalk
from scrlearn.themes.decisions import carry_decisions, find_stale_corrections
from scrlearn.themes.encoder import load_encoder
from scrlearn.themes.evaluation import calibration_curve, evaluate
from scrlearn.themes.held_out import score_by_hand
from scrlearn.themes.labelled import decided_passages, load_labelled, relabel
from scrlearn.themes.model import ThemeModel
from scrlearn.themes.rules import measure_rules, suggest_by_rules
from scrlearn.themes.settle import settle

__all__ = [
    "Codebook",
    "Collection",
    "Period",
    "ScrlearnError",
    "ThemeModel",
    "add_documents",
    "calibration_curve",
    "carry_decisions",
    "check_conflicts",
    "check_examples",
    "compare_replies",
    "count_confirmed",
    "decided_passages",
    "describe_pairs",
    "describe_periods",
    "describe_replies",
    "describe_themes",
    "describe_themes_by",
    "evaluate",
    "find_learning",
    "find_stale_corrections",
    "load_codebook",
    "load_corrections",
    "load_crosswalk",
    "load_encoder",
    "load_labelled",
    "load_reviews",
    "measure_rules",
    "plot_pairs",
    "plot_periods",
    "plot_replies",
    "plot_themes",
    "plot_themes_by",
    "read_document",
    "relabel",
    "reviews_in_period",
    "run_collection",
    "save_reviews",
    "score_by_hand",
    "select_reviews",
    "settle",
    "start_collection",
    "suggest_by_rules",
    "tabulate_pairs",
    "tabulate_replies",
    "tabulate_themes",
    "tabulate_themes_by",
    "tabulate_themes_by_period",
    "write_briefing",
    "write_chart",
    "write_table",
    "write_workbook",
]
