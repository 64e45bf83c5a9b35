"""Lets `python -m xueyou.cli` run where the package is not installed."""

import sys

from xueyou.cli import main
from xueyou.cli.leaving import leave

leave(main(sys.argv[1:]))
