"""Everything that is read of groups."""
