"""What a member may like: item-to-item mathematics without a database. The worker brings rows and keeps what comes out."""
