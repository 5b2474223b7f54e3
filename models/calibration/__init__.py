"""What a model needs besides weights, set on speech that no test hears."""
