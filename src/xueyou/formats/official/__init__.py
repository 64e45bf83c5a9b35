"""Official papers as the office prints them: GB/T 9704-2012 as .docx and as PDF.

`content` owns the shape, `word` and `pdf` set it, `briefing` sets the one page for Monday.
"""
