"""How rules are written: strict reading, schema, refusals, the sheet, and rules.json."""
