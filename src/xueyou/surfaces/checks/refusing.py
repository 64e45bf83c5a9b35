"""What these pages catch, and in which words they say it."""

from xueyou.domains.checks.refusals import ChecksRefused
from xueyou.formats.check_reader import AnswerUnfit
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.platform.acts.receipts import KeyReused
from xueyou.surfaces.shell.days import DayMissing
from xueyou.surfaces.shell.keys import KeyMissing

REFUSED = (ChecksRefused, CallRefused, DayMissing, KeyMissing, KeyReused)
UNFIT = (ChecksRefused, CallRefused, DayMissing, AnswerUnfit)
