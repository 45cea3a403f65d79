"""Everything that is read of notices."""
