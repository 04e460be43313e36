"""What is in an uploaded file, and whether it may be kept.

`contents.examine` reads hostile bytes, so it runs in a process of its own (`cell.examine_apart`).
Nothing here knows Django: the process starts quickly and has nothing to tell.
"""
