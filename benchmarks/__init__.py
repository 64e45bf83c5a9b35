"""Measurements that explain a bar: run one with `make bench NAME=…`."""
