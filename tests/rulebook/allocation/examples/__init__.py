"""The worked examples of the field: small cases with an answer known by hand."""
