"""Without a screen: the JSON log and what a service manager expects."""
