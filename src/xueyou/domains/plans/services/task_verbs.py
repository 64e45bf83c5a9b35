"""What is done to tasks, their figures, duties and projects, as the act log calls it."""

from xueyou.platform.acts.verbs import register_verb

REPORT_VALUE = register_verb(
    "plans.value.report",
    zh="报一个数",
    fields={"value": "uid", "target": "uid", "amount": "number", "as_of": "code", "files": "uids"},
)
RESTATE_VALUE = register_verb(
    "plans.value.restate",
    zh="更正一个报过的数",
    fields={"value": "uid", "before": "uid", "target": "uid", "amount": "number", "as_of": "code"},
)
WRITE_NOTE = register_verb(
    "plans.note.write", zh="写一条进展", fields={"note": "uid", "files": "uids"}
)
ADD_MILESTONE = register_verb(
    "plans.milestone.add", zh="加一个节点", fields={"milestone": "uid", "due_on": "code"}
)
FINISH_MILESTONE = register_verb(
    "plans.milestone.finish", zh="办完一个节点", fields={"milestone": "uid", "done_on": "code"}
)
REVISE_MILESTONE = register_verb(
    "plans.milestone.revise",
    zh="调整一个节点的日子",
    fields={"milestone": "uid", "before": "code", "revised_on": "code"},
)
REVISE_PROJECT = register_verb(
    "plans.project.revise",
    zh="调整一个项目建成的日子",
    fields={"note": "uid", "before": "code", "revised_on": "code"},
)
RECORD_MONEY = register_verb(
    "plans.money.record",
    zh="记一笔项目资金",
    fields={"kind": "code", "source": "code", "year": "number", "amount": "number"},
)
FINISH_TASK = register_verb(
    "plans.task.finish", zh="办结一项任务", fields={"done_on": "code", "note": "uid"}
)
REOPEN_TASK = register_verb("plans.task.reopen", zh="重新打开一项任务", fields={"note": "uid"})
FINISH_PROJECT = register_verb(
    "plans.project.finish", zh="办结一个项目", fields={"done_on": "code", "note": "uid"}
)
REOPEN_PROJECT = register_verb(
    "plans.project.reopen", zh="重新打开一个项目", fields={"note": "uid"}
)
ASSIGN_DUTY = register_verb(
    "plans.duty.assign",
    zh="分一份责任",
    fields={"duty": "uid", "before": "uids", "role": "code", "post": "uid", "organisation": "uid"},
)
END_DUTY = register_verb("plans.duty.end", zh="收回一份责任", fields={"duty": "uid"})
FEATURE_INDICATOR = register_verb(
    "plans.indicator.feature",
    zh="选一个指标上挂图",
    fields={"indicator": "uid", "featured": "flag"},
)
SET_CURVE = register_verb(
    "plans.target.curve", zh="定一个目标的进度线", fields={"target": "uid", "kind": "code"}
)
ADD_COUNTY_TARGETS = register_verb(
    "plans.target.counties",
    zh="把目标分到县区",
    fields={"indicator": "uid", "targets": "uids", "subjects": "uids"},
)
CHANGE_NATURE = register_verb(
    "plans.indicator.nature",
    zh="改一个指标怎么看",
    fields={"indicator": "uid", "nature": "code", "direction": "code"},
)
