"""What is done to task forces, as the act log calls it."""

from xueyou.platform.acts.verbs import register_verb

FORM = register_verb("plans.force.form", zh="组建专班", fields={"plan": "uid"})
CLOSE = register_verb("plans.force.close", zh="撤销专班", fields={"closed_on": "code"})
GIVE = register_verb(
    "plans.force.give", zh="把任务交给专班", fields={"task": "uid", "from": "code"}
)
TAKE = register_verb("plans.force.take", zh="从专班收回任务", fields={"task": "uid", "on": "code"})
ADD = register_verb(
    "plans.force.add",
    zh="专班进人",
    fields={"member": "uid", "user": "uid", "from": "code", "to": "code"},
)
END = register_verb(
    "plans.force.end", zh="专班出人", fields={"member": "uid", "user": "uid", "on": "code"}
)
