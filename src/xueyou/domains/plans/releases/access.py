"""Releases: whose they are, and what may be done with them."""

from xueyou.domains.plans.models import Release
from xueyou.platform.access.anchors import Scoped, Under
from xueyou.platform.access.permissions import Permission

RELEASES = Scoped(Release, {"owner": Under("plan__organisation__path")})
"""owner: releases of the plans of the holder's organisation and below."""

KEEP_RELEASE = Permission("plans.release.keep", zh="公布和撤下公开的内容", of=RELEASES)
