"""What the portal costs, as ratios against a baseline measured beside it in the same run.

`make benchmark` prints the tables; nothing is asserted and no test is timed.
"""
