"""Owns the media types (RFC 6838) of the files that are read, kept and handed out."""

PDF = "application/pdf"
JPEG = "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
