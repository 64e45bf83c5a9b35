"""What is done to documents, as the act log calls it."""

from xueyou.platform.acts.verbs import register_verb

RECEIVE = register_verb(
    "plans.document.receive",
    zh="收下一份文件",
    fields={"sha256": "code", "size": "number", "media": "code", "job": "uid"},
)
READ = register_verb(
    "plans.document.read",
    zh="读完一份文件",
    fields={"reading": "uid", "result_sha256": "code", "engine": "code", "items": "number"},
)
REFUSE = register_verb("plans.document.refuse", zh="退回一份读不了的文件", fields={"code": "code"})
STOP = register_verb("plans.reading.stop", zh="停止读取", fields={"job": "uid"})
READ_AGAIN = register_verb("plans.reading.again", zh="重新读取", fields={"job": "uid"})
