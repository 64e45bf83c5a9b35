"""课后服务: a school's menu of clubs, who takes part, what it costs and where the money goes."""
