"""Sentences this home can be told: templates to acceptor, acceptor to phone network, posteriors to meaning."""
