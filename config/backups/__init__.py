"""Backups: one file with the whole database and every stored file, and the way back from it."""
