"""The command `check_files`."""
