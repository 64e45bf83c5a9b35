"""学籍: rolls of schools, claims, people, standings and zones: the desk of those who keep them."""
