"""Pages for families: phone first, one question a page, every answer with its reason."""
