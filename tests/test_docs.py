"""What the documentation says is what the code does."""

import doctest
import importlib
import pkgutil

import pandas as pd
import pytest

import scrlearn

MODULES = sorted(module.name for module in pkgutil.walk_packages(scrlearn.__path__, "scrlearn."))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_a_docstring_give_what_they_say(name):
    with pd.option_context("display.width", 200, "display.max_columns", None, "display.max_colwidth", 80):
        failures, _ = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert failures == 0
