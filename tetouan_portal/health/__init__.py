"""The truth about the portal itself, for load balancers, for those who run it, for a start that would go wrong.

A look is a function that returns a Finding. What could not be looked at is unknown, never well.
"""
