"""Letters of places: the family's PDF, and the page where anybody checks the code of one."""
