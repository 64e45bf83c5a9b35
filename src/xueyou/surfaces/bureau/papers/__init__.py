"""The desk where papers are written, checked, signed, numbered and sent; and hand-over sheets."""
