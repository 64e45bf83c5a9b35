"""What this room draws lots for."""

from xueyou.kernel.draws.purposes import draw_purpose

SPOT = draw_purpose("checks.spot", zh="抽取复查的申请", subject_kind="spot_check")
