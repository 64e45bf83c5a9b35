"""Django's PostgreSQL, with statements that stay prepared and a free look at the line."""
