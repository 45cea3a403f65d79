"""Every way in which notices come into being, are read, and go."""
