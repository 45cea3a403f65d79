"""Files on their way in from a browser: whole ones by a form, large ones in parts (tus 1.0)."""
