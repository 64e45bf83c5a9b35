"""Settings by deployment: base, demo, test, prod. XUEYOU_ENV chooses."""
