"""Tests of assistant/audio."""
