"""Goods that may not go everywhere: rules by destination that operators keep."""
