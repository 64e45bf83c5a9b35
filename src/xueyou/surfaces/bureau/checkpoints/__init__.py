"""周盘点 · 月调度 · 季推进 · 年总结: the frozen packets of a plan."""
