"""均衡分班: a grade of a school becomes classes that nobody chose, in the open."""
