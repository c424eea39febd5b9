"""The staff and the shell they work in.

Feature folders, lowest first; each may import only those above it in this list:

- catalogue: how shipped data files are read; no database
- staff: users, personas, invitations, sign-in
- activity: who did and who saw what, append-only
- files: uploads, sniffed, measured, read for search, sent only by a view that asks who may
- mail: the outbox, each mail at most once
- reminders: notifications and the reminder engine
- tokens: personal API tokens and idempotency keys
- api: what every resource of the REST API has in common
- shell: the theme, and the page that shows every piece of a page
- notices: the bell and the page of notices
- search: the palette and the search page; what is found comes from the apps higher up
- aids: the page of every number that is computed about people, with its formula
- profile: what each person sets for themselves

Beside them stand the pieces every page uses: rows.py (what each table shares), access.py (ways in to a row),
features.py (finding feature folders), paging.py (keyset pages), written.py
(queries whose SQL is written once) and web.py (the boundary of every view).
"""
