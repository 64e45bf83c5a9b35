"""The names under which a reading says who made it and in what shape."""

SCHEMA = "edu-plan/1"
ENGINE = "rules/1"
