"""Following members, tags and storefronts; muting and blocking."""
