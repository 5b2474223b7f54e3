"""What the screens show, without widgets: plain values, and functions from events to the next ones."""
