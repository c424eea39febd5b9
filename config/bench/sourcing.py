"""Papers to measure sourcing on, written by PostgreSQL itself: three authors each, a watch that read some of them, links to judge."""

from dataclasses import dataclass

from django.db import connection

from candidates.models import Watch
from workspace.models import User

AUTHORS_EACH = 3
PLACES = 2_000
PROPOSED = 2_000
FLAGGED = 60

PAPERS = """
INSERT INTO candidates_paper (uuid, created_at, updated_at, title, abstract, venue, published_on, url, arxiv_id, openreview_id, doi, categories,
    keywords, comment, code_links, version, fingerprint, title_key, source)
SELECT gen_random_uuid(), t, t, 'Paper ' || to_hex(i) || ' on topic ' || mod(i, 997), 'We measure topic ' || mod(i, 997) || ' again.',
       CASE WHEN mod(i, 5) = 0 THEN 'Venue ' || mod(i, 200) ELSE '' END, t::date, '', 'bench.' || i, '', '',
       ARRAY[(ARRAY['cs.LG','cs.CL','cs.CV','stat.ML','cs.RO'])[1 + mod(i, 5)]], '{}', '', '{}', 1, 'arxiv:bench.' || i, md5(i::text), 'bench'
  FROM (SELECT i, now() - (%(number)s - i) * interval '3 minutes' AS t
          FROM generate_series((SELECT count(*) + 1 FROM candidates_paper)::int, %(number)s::int) AS i) AS numbers
"""

AUTHORSHIPS = """
INSERT INTO candidates_authorship (uuid, created_at, updated_at, paper_id, position, name, affiliation, orcid, openreview, contributed_equally,
    candidate_id, name_keys)
SELECT gen_random_uuid(), p.created_at, p.created_at, p.id, place, 'Author ' || to_hex(mod(p.id * 7 + place * 104729, 900000)), '', '', '', false,
       NULL, ARRAY[to_hex(mod(p.id * 7 + place * 104729, 900000)) || ' a']
  FROM candidates_paper p
 CROSS JOIN generate_series(1, %(each)s) AS place
 WHERE NOT EXISTS (SELECT 1 FROM candidates_authorship a WHERE a.paper_id = p.id)
"""

PLACES_OF_WATCH = """
INSERT INTO candidates_place (watch_id, paper_id, number, score, up, down, is_trial, follows, hidden_by)
SELECT %(watch)s, id, row_number() OVER (ORDER BY id DESC), 3.0 - row_number() OVER (ORDER BY id DESC) / 1000.0, '[["topic", 0.5]]', '[]',
       mod(id, 7) = 0, '', ''
  FROM (SELECT id FROM candidates_paper ORDER BY id DESC LIMIT %(most)s) AS newest
"""

LINKS = """
INSERT INTO candidates_mentionlink (uuid, created_at, updated_at, authorship_id, candidate_id, state, evidence, strength)
SELECT gen_random_uuid(), now(), now(), a.id, c.id, 'proposed', ARRAY['the same name, a rare one'], a.place / 1000.0
  FROM (SELECT id, row_number() OVER (ORDER BY id DESC) AS place FROM candidates_authorship ORDER BY id DESC LIMIT %(most)s) a
  JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place FROM candidates_candidate ORDER BY id LIMIT %(most)s) c ON c.place = a.place
"""

FLAGS = """
INSERT INTO candidates_watchflag (uuid, created_at, updated_at, watch_id, paper_id, candidate_id, position, by_id)
SELECT gen_random_uuid(), now(), now(), %(watch)s, p.id, c.id, 1, %(by)s
  FROM (SELECT id, row_number() OVER (ORDER BY id DESC) AS place FROM candidates_paper ORDER BY id DESC LIMIT %(most)s) p
  JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place FROM candidates_candidate ORDER BY id LIMIT %(most)s) c ON c.place = p.place
"""


@dataclass(frozen=True)
class SourcingWorld:
    """What the driver needs to know of the rows."""

    watch: str
    papers: int


def load_papers(papers: int) -> SourcingWorld:
    """Bring the database to so many papers, three authors each, and one watch over the newest of them."""
    recruiter = User.objects.get(email="recruiter@bench.example")
    Watch.objects.all().delete()
    watch = Watch.objects.create(name="Bench", categories=["cs.LG"], added_by=recruiter, threshold=-3)
    watch.members.add(recruiter)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM candidates_mentionlink")
        cursor.execute(PAPERS, {"number": papers})
        cursor.execute(AUTHORSHIPS, {"each": AUTHORS_EACH})
        cursor.execute(PLACES_OF_WATCH, {"watch": watch.pk, "most": PLACES})
        cursor.execute(LINKS, {"most": PROPOSED})
        cursor.execute(FLAGS, {"watch": watch.pk, "by": recruiter.pk, "most": FLAGGED})
    # Nobody's ranking shall run over rows that are there to be read.
    Watch.objects.filter(pk=watch.pk).update(ranked_at=watch.taught_at)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return SourcingWorld(str(watch.uuid), papers)
