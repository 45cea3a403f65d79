"""What members may like to see next, each with its true reason."""
