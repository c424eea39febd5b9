"""Shipped data about roles: competencies, role profiles, archetypes, stage templates, pool estimates and reasons."""
