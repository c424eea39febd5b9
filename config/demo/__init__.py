"""An invented organisation with a year of hiring behind it, to look at and to try things on (`manage.py load_demo`).

Lowest first. The story, free of the database: company (who works there and what they hire for), people and works (who comes, and
what they have done), clock, panels (what interviewers see), chances, walks, meetings, walking and year (how far each came, and
when). The rows: rows, house, candidate_rows, sourcing_rows, reading_rows, pipeline_rows, interview_rows, and loading, which does it all.
"""
