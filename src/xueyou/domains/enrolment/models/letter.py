"""Letters: the code by which anybody holding one can see that it is true."""

from django.db import models

from xueyou.kernel.calls.models import Offer
from xueyou.platform.crypto import sealed
from xueyou.platform.db import UidField


class Letter(models.Model):
    """录取通知书 of one accepted place. Written once; ends with the place."""

    uid = UidField()
    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="letter")
    code_digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the code: random, of 65 bits, so that no key is needed to find it."""
    code_enc = models.BinaryField()
    enc_key_id = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """When the place was given back: the letter holds no longer."""

    def __str__(self) -> str:
        return f"letter {self.uid}"


LETTER_CODE = sealed(Letter, "code_enc", label="enrolment.letter.code")
