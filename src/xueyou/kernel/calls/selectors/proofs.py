"""What binds a published result for everybody: its code. The public bundle is another matter.

Whether the public bundle may go out depends on who could be recognised in a small pool: somebody
must have asked. The code alone tells nobody anything and can always stand there.
"""

from uuid import UUID

from xueyou.kernel.calls.models import Round, Run


def result_code(run_uid: UUID) -> str:
    """Return the 结果承诺码 of the run that counts; "" for any other run."""
    whole = Round.objects.filter(effective_run__uid=run_uid, published_at__isnull=False)
    of_some = Run.objects.filter(uid=run_uid, took_effect_at__isnull=False)
    code = whole.values_list("effective_run__result_sha256", flat=True).first()
    return code or of_some.values_list("result_sha256", flat=True).first() or ""
