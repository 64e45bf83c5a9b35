"""Official papers, as docx and as PDF."""
