"""The pages of the papers desk."""
