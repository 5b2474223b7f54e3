"""Manifests, features, augmentation and batches for training."""
