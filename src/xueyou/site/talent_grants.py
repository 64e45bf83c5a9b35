"""What the office carries that certifies talents' children: that, and nothing of education."""

from xueyou.domains.enrolment.selectors.talents import TalentRow
from xueyou.domains.enrolment.talent_access import CERTIFY_TALENT, READ_TALENT, WITHDRAW_TALENT
from xueyou.platform.access.permissions import Permission
from xueyou.platform.access.roles import ALLOWED, Grant, via

TALENTS_CERTIFIED: dict[Permission, Grant | tuple[Grant, ...]] = {
    CERTIFY_TALENT: ALLOWED,
    READ_TALENT: via("certifier", TalentRow),
    WITHDRAW_TALENT: via("certifier"),
}
