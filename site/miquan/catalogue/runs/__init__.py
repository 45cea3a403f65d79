"""Imports in the browser: a file comes in, is looked at, mended, brought in slice by slice, and can be taken back."""
