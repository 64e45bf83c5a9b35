"""The pages of the plans desk."""
