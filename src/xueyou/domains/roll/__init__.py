"""在籍名册: the pupils of a school as it hands them in, in one workbook, whole or not at all."""
