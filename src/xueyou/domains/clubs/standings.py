"""What the bureau says of providers and of families, and clubs must honour."""

from xueyou.kernel.registry.standings import Party, standing_kind, writes

VETTED = standing_kind("clubs.provider", party=Party.ORGANISATION, zh="课后服务白名单机构")
FEE_EXEMPT = standing_kind("clubs.fee_exempt", party=Party.PERSON, zh="免收课后服务费")
writes(VETTED, FEE_EXEMPT)
