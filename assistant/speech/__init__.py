"""From sound to phone posteriors, and from text to phones."""
