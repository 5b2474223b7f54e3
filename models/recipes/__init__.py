"""One readable file a procedure; each runs as ``python -m models.recipes.NAME --help``."""
