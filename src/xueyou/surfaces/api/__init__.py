"""The API: writes that may come late and twice, with the rights of the pages, and their sheets."""
