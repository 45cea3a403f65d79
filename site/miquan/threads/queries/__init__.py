"""Everything that is read of threads."""
