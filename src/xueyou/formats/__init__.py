"""Bytes in, text and tables out: readers of office documents, refusals in words, proof files."""
