"""Publications: whose they are, and what may be done with them."""

from xueyou.kernel.publications.models import Publication
from xueyou.platform.access.anchors import Scoped, Under
from xueyou.platform.access.permissions import Permission

PUBLICATIONS = Scoped(Publication, {"owner": Under("organisation__path")})
"""owner: publications of the holder's organisation and below. What everybody sees is `served`."""

READ_PUBLICATION = Permission("publications.publication.read", zh="看公示登记", of=PUBLICATIONS)
TAKE_DOWN_PUBLICATION = Permission(
    "publications.publication.take_down", zh="撤下公示", of=PUBLICATIONS
)
