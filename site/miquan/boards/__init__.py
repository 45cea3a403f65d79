"""Boards: what members keep, under names of their own."""
