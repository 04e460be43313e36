"""The one door by which the portal itself asks the web: narrow, on purpose."""
