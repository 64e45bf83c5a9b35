"""Files: blobs by digest, quarantined until checked."""
