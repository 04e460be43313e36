"""A believable life on top of the real plan, every row and every drawing marked as invented, and its removal."""
