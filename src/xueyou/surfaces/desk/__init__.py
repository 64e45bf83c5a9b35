"""The check desk: files one after another, by keyboard or by hand."""
