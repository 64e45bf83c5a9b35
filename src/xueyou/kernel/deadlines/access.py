"""Who may do what with calendars."""

from xueyou.platform.access.permissions import Permission

KEEP_CALENDAR = Permission("deadlines.calendar.keep", zh="录入放假安排")
