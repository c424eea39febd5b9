"""How we judge.

Feature folders, lowest first; each may import only those above it in this list:

- rule: the decision rule itself, free of Django: strengths, bars, outcome, what it costs
- catalogue: shipped data (assessment types, kits, default plans) and its reader
- kits: assessment types and interview kits
- schedule: interviews, their seats, invitations and versions
- works: the paper or repository of their own an interview is about, what it is worth and what of it was theirs
- availability: interviewers' hours, days off and caps, the calendars that say when they are taken, who is free when
- training: who may hold which assessment type alone, and how far the others are
- scorecards: blind ratings, autosaved, versioned; the blind policy
- conflicts: what a recusal means for interviews: who has to be replaced
- handovers: putting a scorecard off, saying that one cannot, finding somebody else
- week: an interviewer's own week: what is next, what is owed
- plans: strength hypotheses, a role's interview plan, what is covered and what is not
- proposals: where a whole loop of interviews fits best, found by a solver in a process of its own
- travel: ratings brought along from an earlier application, heard by criterion, with fresh blindness
- second_ratings: one more independent look at a borderline bar, asked for and followed
- booking: times offered to a candidate by a signed link, what they choose, what calendars answer
- board: what a card on a role's board says of interviews, as far as its viewer may know
- decisions: the outcome, the debrief, the decision a person signs
- reasons: the letter that tells a candidate why, in plain words
- past: how many past candidates met the bars of a role that is being written
- elsewhere: for which other roles the confirmed strengths of somebody we said no to speak
- questions: the bank of the knowledge exam: items with variants, marking, statistics of items
- exams: what an exam asks, for how long, under which rules, where its line is
- sittings: who is invited to an exam, and sitting it: without an account, on a phone, with a connection that comes and goes
- results: how exams are marked, by formulas and blind by hand, and what people make of it
- traces: a text found outside, held against what was asked: questions, variants and the forms they were given in
- take_homes: work done at home: given with what it is judged by, handed in by a signed link, rated by people who do not know whose it is
- shipping: puts everything that is shipped as data into rows (`manage.py load_catalogue`)
"""
