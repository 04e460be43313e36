"""Lines of a budget on their way in: which columns there are, how files are read, what can be wrong with them."""
