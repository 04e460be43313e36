"""Two questions about many commitments at once, in SQL: composing them took Django longer than running them.

Both take `ids` (of commitments that are live) and `on` (a date). Tests hold them to what the dossier says.
"""

from django.conf import settings
from django.db import connection

# One row a commitment: newest standing level of each side, milestones, date of the newest fact, any invented row,
# whether all are (null: there is none), whether a side has spoken or the Commune has confirmed the end date.
FACTS = """
WITH standing AS (
    SELECT DISTINCT ON (commitment_id, side) commitment_id, side, level
    FROM commitments_statement AS statement
    WHERE commitment_id = ANY(%(ids)s) AND is_published AND dated_on <= %(on)s
      AND NOT EXISTS (
        SELECT FROM commitments_statement AS correction
        WHERE correction.supersedes_id = statement.id AND correction.is_published AND correction.dated_on <= %(on)s)
    ORDER BY commitment_id, side, dated_on DESC, id DESC
), levels AS (
    SELECT commitment_id,
           max(level) FILTER (WHERE side = 'municipality') AS declared_level,
           max(level) FILTER (WHERE side = 'monitor') AS assessed_level
    FROM standing GROUP BY commitment_id
), fact AS (
    SELECT commitment_id, dated_on, is_demo, true AS is_word FROM commitments_statement
    WHERE commitment_id = ANY(%(ids)s) AND is_published AND dated_on <= %(on)s
  UNION ALL
    SELECT milestone.commitment_id, statement.dated_on, statement.is_demo, true
    FROM commitments_statement AS statement
    JOIN commitments_milestone AS milestone ON milestone.id = statement.milestone_id
    WHERE milestone.commitment_id = ANY(%(ids)s) AND statement.is_published AND statement.dated_on <= %(on)s
  UNION ALL
    SELECT indicator.commitment_id, reading.dated_on, reading.is_demo, false
    FROM commitments_reading AS reading
    JOIN commitments_indicator AS indicator ON indicator.id = reading.indicator_id
    WHERE indicator.commitment_id = ANY(%(ids)s) AND reading.dated_on <= %(on)s
  UNION ALL
    SELECT commitment_id, dated_on, is_demo, false FROM commitments_progressupdate
    WHERE commitment_id = ANY(%(ids)s) AND is_published AND withdrawn_at IS NULL AND dated_on <= %(on)s
  UNION ALL
    SELECT commitment_id, CASE WHEN done_on <= %(on)s THEN done_on END, is_demo, false FROM commitments_milestone
    WHERE commitment_id = ANY(%(ids)s)
  UNION ALL
    SELECT commitment_id, NULL, is_demo, false FROM commitments_indicator WHERE commitment_id = ANY(%(ids)s)
  UNION ALL
    SELECT commitment_id, NULL, is_demo, false FROM commitments_amendment
    WHERE commitment_id = ANY(%(ids)s) AND decided_on <= %(on)s
), facts AS (
    SELECT commitment_id, max(dated_on) AS updated_on, bool_or(is_demo) AS shows_demo, bool_and(is_demo) AS is_demo,
           bool_or(is_word) AS has_spoken
    FROM fact GROUP BY commitment_id
), milestones AS (
    SELECT commitment_id, count(*) AS milestones_total,
           count(*) FILTER (WHERE done_on <= %(on)s) AS milestones_done
    FROM commitments_milestone
    WHERE commitment_id = ANY(%(ids)s)
      AND (withdrawn_at IS NULL OR (withdrawn_at AT TIME ZONE %(zone)s)::date > %(on)s)
    GROUP BY commitment_id
), leads AS (
    SELECT commitment_id,
           jsonb_agg(to_jsonb(institution) ORDER BY slug) AS institutions
    FROM commitments_responsibility AS responsibility
    JOIN commitments_institution AS institution ON institution.id = responsibility.institution_id
    WHERE commitment_id = ANY(%(ids)s) AND role IN ('lead', 'involved') GROUP BY commitment_id
), policy_areas AS (
    SELECT link.commitment_id, jsonb_agg(to_jsonb(term) ORDER BY slug) AS policy_areas
    FROM commitments_commitment_policy_areas AS link JOIN commitments_policyarea AS term ON term.id = link.policyarea_id
    WHERE link.commitment_id = ANY(%(ids)s) GROUP BY link.commitment_id
), sectors AS (
    SELECT link.commitment_id, jsonb_agg(to_jsonb(term) ORDER BY slug) AS sectors
    FROM commitments_commitment_sectors AS link JOIN commitments_sector AS term ON term.id = link.sector_id
    WHERE link.commitment_id = ANY(%(ids)s) GROUP BY link.commitment_id
)
SELECT commitment.id AS pk,
       coalesce(declared_level, '') AS declared_level, coalesce(assessed_level, '') AS assessed_level,
       coalesce(milestones_done, 0) AS milestones_done, coalesce(milestones_total, 0) AS milestones_total,
       updated_on, coalesce(shows_demo, false) AS shows_demo, is_demo, coalesce(institutions, '[]') AS institutions,
       coalesce(policy_areas, '[]') AS policy_areas, coalesce(sectors, '[]') AS sectors,
       coalesce(has_spoken, false) OR EXISTS (
         SELECT FROM commitments_dateconfirmation AS confirmation
         WHERE confirmation.commitment_id = commitment.id AND confirmation.ends_on = commitment.ends_on
           AND confirmed_on <= %(on)s
       ) OR EXISTS (
         SELECT FROM commitments_amendment AS amendment
         WHERE amendment.commitment_id = commitment.id AND field = 'ends_on' AND date_to = commitment.ends_on
           AND decided_on <= %(on)s
       ) AS is_bound
FROM commitments_commitment AS commitment
LEFT JOIN levels ON levels.commitment_id = commitment.id
LEFT JOIN facts ON facts.commitment_id = commitment.id
LEFT JOIN milestones ON milestones.commitment_id = commitment.id
LEFT JOIN leads ON leads.commitment_id = commitment.id
LEFT JOIN policy_areas ON policy_areas.commitment_id = commitment.id
LEFT JOIN sectors ON sectors.commitment_id = commitment.id
WHERE commitment.id = ANY(%(ids)s)
"""

# The newest `limit` of each kind: standing statements, published updates, evidence of what is published. `served`: what
# the virus scanner lets pass.
NEWS = """
WITH about_milestones AS (
    SELECT id AS milestone_id, commitment_id, number FROM commitments_milestone WHERE commitment_id = ANY(%(ids)s)
), statement AS (
    SELECT statement.*, coalesce(statement.commitment_id, about_milestones.commitment_id) AS subject,
           about_milestones.number AS milestone
    FROM commitments_statement AS statement LEFT JOIN about_milestones USING (milestone_id)
    WHERE is_published AND (statement.commitment_id = ANY(%(ids)s) OR about_milestones.commitment_id IS NOT NULL)
), evidence AS (
    SELECT evidence.*, coalesce(
        statement.subject, about_milestones.commitment_id, indicator.commitment_id, progress.commitment_id) AS subject,
        coalesce(statement.milestone, about_milestones.number) AS milestone
    FROM commitments_evidence AS evidence
    LEFT JOIN statement ON statement.id = evidence.statement_id
    LEFT JOIN about_milestones ON about_milestones.milestone_id = evidence.milestone_id
    LEFT JOIN commitments_reading AS reading ON reading.id = evidence.reading_id
    LEFT JOIN commitments_indicator AS indicator ON indicator.id = reading.indicator_id
    LEFT JOIN commitments_progressupdate AS progress ON progress.id = evidence.update_id AND progress.is_published
)
(SELECT 'statement' AS kind, subject, dated_on, is_demo, side, level, milestone,
        summary_ar AS text_ar, summary_fr AS text_fr, summary_es AS text_es,
        id, '' AS url, NULL::uuid AS key, '' AS filename
 FROM statement
 WHERE dated_on <= %(on)s AND NOT EXISTS (
    SELECT FROM commitments_statement AS correction
    WHERE correction.supersedes_id = statement.id AND correction.is_published AND correction.dated_on <= %(on)s)
 ORDER BY dated_on DESC, id DESC LIMIT %(limit)s)
UNION ALL
(SELECT 'update', commitment_id, dated_on, is_demo, '', '', NULL, title_ar, title_fr, title_es, id, '', NULL, ''
 FROM commitments_progressupdate
 WHERE commitment_id = ANY(%(ids)s) AND is_published AND withdrawn_at IS NULL AND dated_on <= %(on)s
 ORDER BY dated_on DESC, id DESC LIMIT %(limit)s)
UNION ALL
(SELECT 'evidence', subject, dated_on, is_demo, '', '', milestone, title_ar, title_fr, title_es, id, url, key, filename
 FROM evidence
 WHERE subject = ANY(%(ids)s) AND dated_on <= %(on)s AND scan = ANY(%(served)s) AND withdrawn_at IS NULL
  AND NOT held_back
 ORDER BY dated_on DESC, id DESC LIMIT %(limit)s)
ORDER BY dated_on DESC, kind DESC, id DESC LIMIT %(limit)s
"""


def rows_of(query, **parameters):
    with connection.cursor() as cursor:
        cursor.execute(query, {**parameters, "zone": settings.TIME_ZONE})
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
