"""Groups (群): places where similar people talk. Who may see one, join it, and look after it."""
