"""Writing: from opening a call to its freeze, and what came of it."""
