"""公文: nothing official leaves without a signed human decision."""
