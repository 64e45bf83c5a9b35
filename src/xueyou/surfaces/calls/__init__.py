"""The desk with which a bureau, a county or a school runs its calls, whatever their kind."""
