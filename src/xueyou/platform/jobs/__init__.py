"""Jobs: our own queue, with leases, heartbeats and progress.

A room registers a handler in its module `handlers`, asks for work with `enqueue` inside its own
transaction, and shows `job_view`. What a handler writes, it writes inside `run.finish()`.
Import from `xueyou.platform.jobs.api`.
"""
