"""Writing a letter's code with an accepted place, and letting it hold no longer."""

from xueyou.domains.enrolment.letter_codes import digest_of_code, new_code
from xueyou.domains.enrolment.models import LETTER_CODE, Letter
from xueyou.kernel.calls.models import Offer
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.db import uuid7


def write_letter(offer: Offer, a: ActInProgress) -> None:
    """Write the code of an offer's letter, once."""
    if Letter.objects.filter(offer=offer).exists():
        return
    code, uid = new_code(), uuid7()
    Letter.objects.create(
        uid=uid,
        offer=offer,
        code_digest=digest_of_code(code),
        made_at=a.business_at,
        **LETTER_CODE.columns(uid, code),
    )


def end_letter(offer: Offer, a: ActInProgress) -> None:
    """Let an offer's letter hold no longer."""
    Letter.objects.filter(offer=offer, ended_at=None).update(ended_at=a.business_at)
