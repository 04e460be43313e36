"""A believable library and three budgets on the real calendar, every row marked as invented, and their removal."""
