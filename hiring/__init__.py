"""What we need, and how far each candidate is.

Feature folders, lowest first; each may import only those above it in this list:

- catalogue: shipped data (profiles, archetypes, competencies, stage templates, reasons) and its reader
- linter: what a role's text asks for, and where it asks for too much or too little; free of Django
- teams: teams and their archetype
- roles: competencies, role profiles, roles, their requirements and stages
- desk: a role's text, what the linter finds in it, what of that may stand
- organising: what an administrator makes of the shipped data
- pipeline: applications and every move they make
- conflicts: who of ours must have no part in an application
- board: a role's applications as a board and as a list, many at once; the roles with their numbers
"""
