"""Pages of the admin that are no list or form of one model: entering progress, translations, the dashboard."""
