"""The circle (小蜜圈): first-person posts, what is said under them, and who likes them."""
