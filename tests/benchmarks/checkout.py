"""Lets a benchmark import what the tests share: Python puts its folder on the path, and this the checkout."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
