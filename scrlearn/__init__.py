"""
What learning recurs across safeguarding reviews: read, code by theme, count honestly, chart.

The flow, every step of it tables in and tables out (:mod:`scrlearn.tables` says what is in each)::

    documents, workbooks ─▶ reviews, recommendations, responses   load_reviews, read_document, add_documents,
                                                                  add_tracker
                         ─▶ suggestions                           suggest_by_rules, ThemeModel(...).suggest
                         ─▶ codings                               settle, with load_corrections: people come first
    codings              ─▶ what people decide                    choose_for_checking, check_passages, record_decisions
                         ─▶ learning tables                       tabulate_..., find_..., compare_...
                         ─▶ charts, with their words              plot_..., describe_...
                         ─▶ files                                 write_table, write_chart, write_word, write_excel

``run_collection`` (on the command line ``scrlearn run FOLDER``) does all of it and keeps a record;
``compare_runs`` says what changed between two runs and why, ``reproduce_run`` makes an earlier one again.
"""

from scrlearn.charts.addressees import describe_addressees, plot_addressees
from scrlearn.charts.commitments import describe_commitments, plot_commitments
from scrlearn.charts.completeness import describe_completeness, plot_completeness
from scrlearn.charts.flow import describe_flow, plot_flow
from scrlearn.charts.groups import describe_themes_by, plot_themes_by
from scrlearn.charts.learning_curve import describe_learning_curve, plot_learning_curve
from scrlearn.charts.national import describe_national, plot_national
from scrlearn.charts.pairs import describe_pairs, plot_pairs
from scrlearn.charts.periods import describe_periods, plot_periods
from scrlearn.charts.ranks import describe_theme_ranks, plot_theme_ranks
from scrlearn.charts.repeats import describe_repeats, plot_repeats
from scrlearn.charts.replies import describe_replies, plot_replies
from scrlearn.charts.theme_grid import describe_theme_grid, plot_theme_grid
from scrlearn.charts.theme_groups import describe_theme_groups, plot_theme_groups
from scrlearn.charts.themes import describe_themes, plot_themes
from scrlearn.charts.timeline import describe_timeline, plot_timeline
from scrlearn.checking.agreement import list_disagreements, measure_agreement
from scrlearn.checking.corrections import load_corrections
from scrlearn.checking.ledger import record_decisions
from scrlearn.checking.matrix import make_matrix
from scrlearn.checking.panel import check_passages
from scrlearn.checking.queue import choose_for_checking
from scrlearn.checking.ratings import list_ratings
from scrlearn.decisions import carry_decisions, find_stale_corrections
from scrlearn.errors import ScrlearnError
from scrlearn.export.briefing import write_briefing
from scrlearn.export.charts import write_chart
from scrlearn.export.excel import write_excel
from scrlearn.export.report import compose_report
from scrlearn.export.similar import write_similar
from scrlearn.export.tables import write_table
from scrlearn.export.word import write_word
from scrlearn.learning.addressees import tabulate_addressees, tabulate_addressees_by_review
from scrlearn.learning.commitments import find_commitments, list_commitments, tabulate_commitments
from scrlearn.learning.completeness import find_missing_facts, tabulate_completeness
from scrlearn.learning.confirmation import count_confirmed
from scrlearn.learning.counts import tabulate_themes, tabulate_themes_by
from scrlearn.learning.dates import tabulate_review_dates
from scrlearn.learning.flow import tabulate_flow
from scrlearn.learning.grid import tabulate_grid
from scrlearn.learning.groups import tabulate_theme_groups
from scrlearn.learning.national import compare_with_national, load_national_figures
from scrlearn.learning.pairs import tabulate_pairs
from scrlearn.learning.periods import reviews_in_period, tabulate_themes_by_period
from scrlearn.learning.ranks import rank_themes
from scrlearn.learning.repeats import find_repeats
from scrlearn.learning.replies import compare_replies, tabulate_replies
from scrlearn.learning.similar import find_similar
from scrlearn.reviews.collection import Collection, load_reviews, save_reviews, select_reviews, start_collection
from scrlearn.reviews.documents import add_documents
from scrlearn.reviews.reading import Reading, read_document
from scrlearn.reviews.sensitive import find_sensitive
from scrlearn.reviews.tracker import TrackerResult, add_tracker
from scrlearn.reviews.workbook import write_workbook
from scrlearn.runs.agreement import find_agreement
from scrlearn.runs.checking import record_coding_sheet, write_coding_sheet
from scrlearn.runs.coding import Period
from scrlearn.runs.compare import compare_runs
from scrlearn.runs.doctor import examine_collection
from scrlearn.runs.exchange import record_exchange, take_codebook, write_collection_exchange
from scrlearn.runs.release import freeze_release
from scrlearn.runs.report import run_report
from scrlearn.runs.reproduce import reproduce_run
from scrlearn.runs.run import run_collection
from scrlearn.runs.similar import ask_before
from scrlearn.runs.tabulating import find_learning
from scrlearn.themes.codebook import Codebook, check_conflicts, check_examples, load_codebook
from scrlearn.themes.crosswalk import load_crosswalk
from scrlearn.themes.encoder import load_encoder
from scrlearn.themes.evaluation import calibration_curve, evaluate
from scrlearn.themes.held_out import score_by_hand
from scrlearn.themes.labelled import decided_passages, load_labelled, relabel
from scrlearn.themes.likeness import measure_likeness
from scrlearn.themes.model import ThemeModel
from scrlearn.themes.own_decisions import measure_own_decisions
from scrlearn.themes.rules import measure_rules, suggest_by_rules
from scrlearn.themes.settle import settle

__all__ = [
    "Codebook",
    "Collection",
    "Period",
    "Reading",
    "ScrlearnError",
    "ThemeModel",
    "TrackerResult",
    "add_documents",
    "add_tracker",
    "ask_before",
    "calibration_curve",
    "carry_decisions",
    "check_conflicts",
    "check_examples",
    "check_passages",
    "choose_for_checking",
    "compare_replies",
    "compare_runs",
    "compare_with_national",
    "compose_report",
    "count_confirmed",
    "decided_passages",
    "describe_addressees",
    "describe_commitments",
    "describe_completeness",
    "describe_flow",
    "describe_learning_curve",
    "describe_national",
    "describe_pairs",
    "describe_periods",
    "describe_repeats",
    "describe_replies",
    "describe_theme_grid",
    "describe_theme_groups",
    "describe_theme_ranks",
    "describe_themes",
    "describe_themes_by",
    "describe_timeline",
    "evaluate",
    "examine_collection",
    "find_agreement",
    "find_commitments",
    "find_learning",
    "find_missing_facts",
    "find_repeats",
    "find_sensitive",
    "find_similar",
    "find_stale_corrections",
    "freeze_release",
    "list_commitments",
    "list_disagreements",
    "list_ratings",
    "load_codebook",
    "load_corrections",
    "load_crosswalk",
    "load_encoder",
    "load_labelled",
    "load_national_figures",
    "load_reviews",
    "make_matrix",
    "measure_agreement",
    "measure_likeness",
    "measure_own_decisions",
    "measure_rules",
    "plot_addressees",
    "plot_commitments",
    "plot_completeness",
    "plot_flow",
    "plot_learning_curve",
    "plot_national",
    "plot_pairs",
    "plot_periods",
    "plot_repeats",
    "plot_replies",
    "plot_theme_grid",
    "plot_theme_groups",
    "plot_theme_ranks",
    "plot_themes",
    "plot_themes_by",
    "plot_timeline",
    "rank_themes",
    "read_document",
    "record_coding_sheet",
    "record_decisions",
    "record_exchange",
    "relabel",
    "reproduce_run",
    "reviews_in_period",
    "run_collection",
    "run_report",
    "save_reviews",
    "score_by_hand",
    "select_reviews",
    "settle",
    "start_collection",
    "suggest_by_rules",
    "tabulate_addressees",
    "tabulate_addressees_by_review",
    "tabulate_commitments",
    "tabulate_completeness",
    "tabulate_flow",
    "tabulate_grid",
    "tabulate_pairs",
    "tabulate_replies",
    "tabulate_review_dates",
    "tabulate_theme_groups",
    "tabulate_themes",
    "tabulate_themes_by",
    "tabulate_themes_by_period",
    "take_codebook",
    "write_briefing",
    "write_chart",
    "write_coding_sheet",
    "write_collection_exchange",
    "write_excel",
    "write_similar",
    "write_table",
    "write_word",
    "write_workbook",
]
