"""临澄市, the demonstration city: a script of verbs, no rows written by hand."""
