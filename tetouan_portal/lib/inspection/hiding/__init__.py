"""What a document holds that its readers do not see: hidden sheets, comments, deleted words, names of persons.

Told by kind with a count and the places; never the words themselves. The same walks give the words that are
seen, so that search and publication agree about what is hidden.
"""
