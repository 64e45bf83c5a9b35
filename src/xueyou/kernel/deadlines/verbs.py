"""What is done to calendars and deadlines by themselves, as the act log calls it.

Starting, pausing and ending a deadline belongs to the verb of the room that does it.
"""

from xueyou.platform.acts.verbs import register_verb

IMPORT_CALENDAR = register_verb(
    "deadlines.calendar.import",
    zh="录入一年的放假安排",
    fields={"calendar": "code", "year": "number", "days": "number", "moved": "number"},
)
FIRE = register_verb(
    "deadlines.deadline.fire",
    zh="时限将到或已过，通知有关的人",
    fields={"kind": "code", "days": "number", "last_day": "code"},
)
