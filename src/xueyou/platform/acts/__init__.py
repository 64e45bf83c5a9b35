"""Acts: every change is a verb, and every verb leaves one row that nobody can change.

Use from elsewhere: `xueyou.platform.acts.writing.act`, `.actors`, `.verbs`, `.deliveries`.
"""
