"""What is done with arrivals, as the act log calls it."""

from xueyou.platform.acts.verbs import register_verb

NOTE = register_verb(
    "arrivals.note", zh="登记新生报到", fields={"came": "number", "absent": "number"}
)
FETCH = register_verb(
    "arrivals.fetch_numbers", zh="取建学籍的名单", fields={"year": "number", "rows": "number"}
)
TAKE = register_verb("arrivals.take_numbers", zh="登记学籍号", fields={"rows": "number"})
