"""Measurements that docs/performance.md quotes. They print figures; no test depends on them."""
