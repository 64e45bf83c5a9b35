"""Papers: nothing official leaves without a signed human decision."""
