"""Tests mirror the folders of the house; `pytest` from the root runs them."""
