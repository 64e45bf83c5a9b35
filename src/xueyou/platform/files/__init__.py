"""Files: bytes by digest, quarantined until checked, destroyed when their time is over.

Import from `xueyou.platform.files.api`.
"""
