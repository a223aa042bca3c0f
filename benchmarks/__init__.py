"""Small measurements, each beside a baseline; the ratios tell more than the figures of one machine."""
