"""Shipped data about interviewing: assessment types, kits and the interview plan of each role profile."""
