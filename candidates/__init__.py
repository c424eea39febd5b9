"""The people we may hire, and where we met them.

Feature folders, lowest first; each may import only those above it in this list:

- connectors: the outside world (arXiv, OpenReview, DOI registries, files), turned into plain records; no database
- catalogue: shipped data (channels, evidence rungs, motivations) and its reader
- channels: where people come from
- papers: papers and their ordered authors
- harvest: lists of papers read again and again, each from where it was left
- people: candidates, their identities, evidence, notes and files
- matching: the same person twice: names, duplicates, merging and undoing it
- identity: whose name stands on a paper: mentions of authors, resolved into people
- conflicts: who of ours stands too close to a candidate to judge them, and learns nothing of them
- sourcing: from a paper to a prospect
- repositories: reimplementations of papers: whose code it is, what can be checked about it, who wrote it
- watches: what a team reads: the feed, ranked by what it likes
- conferences: who goes where, whom to meet there, and who was met
- imports: CSV and BibTeX files, dry run to undo
- privacy: erasure
- outreach: writing to people: letters, conversations, answers
"""
