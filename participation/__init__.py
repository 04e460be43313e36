"""What citizens send and what the municipality answers. May refer to commitments by foreign key."""
