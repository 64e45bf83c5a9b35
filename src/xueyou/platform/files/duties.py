"""What the file store does by itself."""

from xueyou.platform.files.consistency import remove_orphans
from xueyou.platform.files.places import sweep_incoming
from xueyou.platform.files.store import destroy_due
from xueyou.platform.jobs.registry import every


@every("files.sweep", hours=1)
def sweep() -> None:
    """Remove what killed processes left behind in `incoming/`."""
    sweep_incoming()


@every("files.destroy_due", hours=6)
def destroy() -> None:
    """Destroy files whose retention has ended."""
    destroy_due()


@every("files.remove_orphans", hours=24)
def orphans() -> None:
    """Remove stored bytes that no transaction recorded."""
    remove_orphans()
