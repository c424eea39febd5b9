"""What it adds up to. Reads everything; never writes to a lower app.

Feature folders, lowest first; each may import only those above it in this list:

- aggregates: the counts that the database keeps for the dashboards, and the slow recount that proves them
- narrowing: the bar every dashboard is narrowed by, its saved views, its tables and files
- shares: whether one share of people is above another, and how shares and changes are written
- inputs: who owes what; what was done week by week beside what was meant to be
- funnel: people per stage, time in stage, ever-reached funnel, yield by channel
- channels: each channel against the others: yield, hours, money
- flow: the funnel as a cohort and as activity, time in stage, the changes behind a number
- load: who interviews how much, and whether it is shared fairly
- reasons: why applications ended, and what declined offers were declined for
- trips: what each conference brought
- forecast: when a role will be filled, as a distribution, what another plan would change, and how good such forecasts were
- calibration: how far raters agree, who rates harder, and the answers everybody rates
- self_identification: what applicants say of themselves if they want to, apart from everything else
- fairness: how groups fare, stage by stage, and what numbers so small allow to say
- updates: one page a week for each team's leadership: odds, what changed, risks, inputs, decisions needed
- checkins: how hires turned out, three, six and twelve months on
- home: each persona's first page
"""
