"""The ledger of steered plans at the bureau's desk: boards, tasks, projects, and reporting."""
