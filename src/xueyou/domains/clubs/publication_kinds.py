"""What the public may see of the fund: a school's name and sums."""

from datetime import timedelta

from xueyou.kernel.publications.kinds import publication_kind

FIELDS = {
    "school": "学校",
    "before": "上期结余（元）",
    "income": "服务费收入（元）",
    "subsidy": "财政补助（元）",
    "teacher_pay": "教师补助（元）",
    "provider": "机构服务费（元）",
    "materials": "材料支出（元）",
    "refund": "退费（元）",
    "balance": "结余（元）",
}
SUBJECT = "clubs_account"
ORDER_KIND = "clubs.account_order"
ACCOUNT = publication_kind(
    "clubs.account",
    zh="课后服务经费公开",
    fields=FIELDS,
    longest=timedelta(days=366),
    paper_kind=ORDER_KIND,
)
