"""What is told to the public of enrolment: receipt numbers and schools, nothing of a child."""

from datetime import timedelta

from xueyou.kernel.publications.kinds import publication_kind

PLACED = publication_kind(
    "enrolment.placed",
    zh="入学录取名单",
    fields={"number": "受理号", "option": "学校"},
    longest=timedelta(days=30),
    paper_kind="calls.order",
)
