"""Shipped data about people: channels, evidence rungs and motivations."""
