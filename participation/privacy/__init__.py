"""What is kept of persons, for how long, one's own copy, and names and numbers found in a text before others read it.
Knows cases, the law and the models.
"""
