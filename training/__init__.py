"""Trains a base language model and its role adapters from the studio's files (README.md)."""
