"""Made pairs of plan and summary: see README.md."""
