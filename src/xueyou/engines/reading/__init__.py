"""Reading a bureau's document: facts, tasks, units, tables, projects, each with its span."""
