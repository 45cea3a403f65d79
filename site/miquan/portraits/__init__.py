"""What members say they like, and what their reading says; both can be seen and changed by them."""
