"""The expert committee's page of a call: who waits, what was decided, what is refused in words."""

from uuid import uuid4

from tests.domains.enrolment.conftest import own_roles
from tests.domains.enrolment.test_whole_call import rules
from tests.domains.enrolment.world import child_of, found_world, parent
from tests.surfaces.browsers import signed_in
from xueyou.kernel.calls.models import Attestation

__all__ = ["own_roles"]


def test_what_the_committee_decides_is_entered(db: None, own_roles: None) -> None:
    """Of a child masked by name; its family sees no such page, nor does another county."""
    world = found_world(places=2, text=rules(), private=1, committee="yes")
    family = parent("家长")
    world.handed_in(family, child_of(family, name="林小满"), special="yes")
    other = parent("家长")
    world.handed_in(other, child_of(other, name="王大有"), special="no")
    officer, here = signed_in(world.office.enroller), f"/committee/{world.call.uid}/"
    page = officer.get(here).content.decode()
    assert "还有1个没有定" in page
    assert "林" in page
    assert "小满" not in page
    assert "大有" not in page
    assert "专家委员会" in officer.get(f"/calls/{world.call.uid}/").content.decode()
    for stranger in (family, world.office.county):
        assert signed_in(stranger).get(here).status_code in (403, 404)
    decide = page.split('action="')[-1].split('"')[0]
    assert decide.endswith("/decide/")
    empty = officer.post(decide, {"idempotency_key": str(uuid4()), "decided": ""})
    assert empty.status_code == 422
    assert "请选专家委员会定的学校" in empty.content.decode()
    given = {"idempotency_key": str(uuid4()), "decided": str(world.options["WL"].uid)}
    assert officer.post(decide, given).status_code == 302
    assert "还有" not in officer.get(here).content.decode()
    said = Attestation.objects.get(source="panel")
    assert said.body == {}
    assert said.body_enc is not None
