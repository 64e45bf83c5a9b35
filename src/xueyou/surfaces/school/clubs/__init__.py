"""课后服务 at a school's desk: menu, sessions, rolls, hand-over, bills, the fund."""
