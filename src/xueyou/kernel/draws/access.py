"""Draws: whose they are, and what may be done with them."""

from xueyou.kernel.draws.models import Draw
from xueyou.platform.access.anchors import Scoped, Under
from xueyou.platform.access.permissions import Permission

DRAWS = Scoped(Draw, {"owner": Under("organisation__path")})
"""owner: draws of the holder's organisation and below."""

READ_DRAW = Permission("draws.draw.read", zh="看抽签登记", of=DRAWS)
MAKE_DRAW = Permission("draws.draw.make", zh="抽签承诺", of=DRAWS)
REVEAL_DRAW = Permission("draws.draw.reveal", zh="抽签揭晓", of=DRAWS)
VOID_DRAW = Permission("draws.draw.void", zh="作废一次抽签", of=DRAWS)
