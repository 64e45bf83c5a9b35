"""核对名单: lists for other offices, from drawing one up to the receipt of its destruction."""
