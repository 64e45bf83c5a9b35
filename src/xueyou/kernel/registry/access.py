"""Who may do what in the registry."""

from xueyou.kernel.registry.models import Post
from xueyou.platform.access.anchors import Scoped, Under
from xueyou.platform.access.permissions import Permission

POSTS = Scoped(Post, {"owner": Under("organisation__path")})
"""owner: posts of the holder's organisation and of all below it."""

READ_POST = Permission("registry.post.read", zh="看岗位和由谁担任", of=POSTS)
KEEP_POST = Permission("registry.post.keep", zh="设立、撤销和移交岗位", of=POSTS)
HOLD_POST = Permission("registry.post.hold", zh="担任岗位")
KEEP_PARAMETERS = Permission("registry.parameter.keep", zh="设定参数和学年")
