"""核对: what other offices are asked about applications, their answers, what is kept of it."""
