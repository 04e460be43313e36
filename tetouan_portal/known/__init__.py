"""What the repository knows (`data/*.json`) and the database holds: loaded, compared, corrected in the open."""
