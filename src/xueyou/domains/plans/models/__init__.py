"""Tables of the plans room."""

from xueyou.domains.plans.models.document import PlanDocument
from xueyou.domains.plans.models.reading import Reading

__all__ = ["PlanDocument", "Reading"]
