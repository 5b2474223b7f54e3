"""Inglenook's runtime: sound enters as chunks, an action leaves; see the folder names for the way between."""
