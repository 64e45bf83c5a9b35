"""The pages of posts and task forces."""
