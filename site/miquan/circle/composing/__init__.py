"""Writing a post: the composer's page, its kept drafts, what it finds and shows while somebody types."""
