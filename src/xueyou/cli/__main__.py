"""Lets `python -m xueyou.cli` run where the package is not installed."""

import sys

from xueyou.cli import main

sys.exit(main(sys.argv[1:]))
