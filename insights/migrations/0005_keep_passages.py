"""Every stage change that stands, counted by day; the facts learn the day of application; a row for each night's recount."""

import datetime as dt
import importlib
import uuid

from django.db import migrations, models

BEFORE = importlib.import_module("insights.migrations.0002_count_in_the_database")

INSTALL = """
-- What an application counts as, from the rows themselves. The one definition: triggers, rebuild and recount all ask it.
CREATE VIEW insights_truth AS
SELECT a.id AS application_id,
       a.role_id,
       coalesce(a.channel_id, 0) AS channel_id,
       date_trunc('month', a.applied_at AT TIME ZONE 'UTC')::date AS cohort,
       coalesce(
           (SELECT c.after_id
              FROM hiring_stagechange c
              JOIN hiring_stage s ON s.id = c.after_id
             WHERE c.application_id = a.id
               AND c.undoes_id IS NULL
               AND NOT EXISTS (SELECT 1 FROM hiring_stagechange u WHERE u.undoes_id = c.id)
             ORDER BY s.position DESC, s.id DESC
             LIMIT 1),
           a.stage_id) AS furthest_id,
       a.stage_id,
       a.standing,
       (a.applied_at AT TIME ZONE 'UTC')::date AS applied_on
  FROM hiring_application a;

-- What a stage change counts as. The window is over one application, so that asking for one reads only its changes.
CREATE VIEW insights_passage_truth AS
SELECT c.id AS change_id,
       c.application_id,
       a.role_id,
       coalesce(a.channel_id, 0) AS channel_id,
       (c.happened_at AT TIME ZONE 'UTC')::date AS day,
       coalesce(c.before_id, 0) AS before_id,
       c.after_id,
       c.standing_before,
       c.standing_after,
       coalesce(c.reason_id, 0) AS reason_id,
       CASE WHEN c.before_id IS NOT NULL AND c.standing_before = 'active' THEN
           greatest(extract(epoch FROM c.happened_at - lag(c.happened_at) OVER (PARTITION BY c.application_id ORDER BY c.id))
                    / 86400, 0)::float8
       END AS days
  FROM hiring_stagechange c
  JOIN hiring_application a ON a.id = c.application_id
 WHERE c.undoes_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM hiring_stagechange u WHERE u.undoes_id = c.id);

CREATE FUNCTION insights_forget(application bigint) RETURNS void LANGUAGE sql AS $$
    WITH gone AS (DELETE FROM insights_fact WHERE application_id = application RETURNING *)
    INSERT INTO insights_tally (role_id, channel_id, cohort, furthest_id, stage_id, standing, count)
    SELECT role_id, channel_id, cohort, furthest_id, stage_id, standing, -1 FROM gone;
$$;

CREATE FUNCTION insights_refresh(application bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    now_is insights_truth%ROWTYPE;
    was insights_fact%ROWTYPE;
BEGIN
    SELECT * INTO now_is FROM insights_truth t WHERE t.application_id = application;
    IF NOT FOUND THEN
        PERFORM insights_forget(application);
        RETURN;
    END IF;
    SELECT * INTO was FROM insights_fact f WHERE f.application_id = application FOR UPDATE;
    IF FOUND THEN
        IF (was.role_id, was.channel_id, was.applied_on, was.furthest_id, was.stage_id, was.standing)
           = (now_is.role_id, now_is.channel_id, now_is.applied_on, now_is.furthest_id, now_is.stage_id, now_is.standing) THEN
            RETURN;
        END IF;
        PERFORM insights_forget(application);
    END IF;
    INSERT INTO insights_fact (application_id, role_id, channel_id, cohort, furthest_id, stage_id, standing, applied_on)
    SELECT now_is.application_id, now_is.role_id, now_is.channel_id, now_is.cohort, now_is.furthest_id, now_is.stage_id, now_is.standing,
           now_is.applied_on;
    INSERT INTO insights_tally (role_id, channel_id, cohort, furthest_id, stage_id, standing, count)
    SELECT now_is.role_id, now_is.channel_id, now_is.cohort, now_is.furthest_id, now_is.stage_id, now_is.standing, 1;
END $$;

-- Brings the passages of these applications to what the changes say, writing only what differs: a move adds one row, an undo takes one.
CREATE FUNCTION insights_repass(applications bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    WITH gone AS (
        DELETE FROM insights_passage p
         WHERE p.application_id = ANY(applications)
           AND NOT EXISTS (
               SELECT 1 FROM insights_passage_truth t
                WHERE t.application_id = ANY(applications) AND t.change_id = p.change_id
                  AND (t.application_id, t.role_id, t.channel_id, t.day, t.before_id, t.after_id, t.standing_before, t.standing_after, t.reason_id)
                    = (p.application_id, p.role_id, p.channel_id, p.day, p.before_id, p.after_id, p.standing_before, p.standing_after, p.reason_id)
                  AND t.days IS NOT DISTINCT FROM p.days)
        RETURNING p.*)
    INSERT INTO insights_passagetally
           (role_id, channel_id, day, before_id, after_id, standing_before, standing_after, reason_id, count)
    SELECT role_id, channel_id, day, before_id, after_id, standing_before, standing_after, reason_id, -1 FROM gone;
    WITH come AS (
        INSERT INTO insights_passage
               (change_id, application_id, role_id, channel_id, day, before_id, after_id, standing_before, standing_after, reason_id, days)
        SELECT t.change_id, t.application_id, t.role_id, t.channel_id, t.day, t.before_id, t.after_id, t.standing_before, t.standing_after,
               t.reason_id, t.days
          FROM insights_passage_truth t
         WHERE t.application_id = ANY(applications)
           AND NOT EXISTS (SELECT 1 FROM insights_passage p WHERE p.change_id = t.change_id)
        RETURNING *)
    INSERT INTO insights_passagetally
           (role_id, channel_id, day, before_id, after_id, standing_before, standing_after, reason_id, count)
    SELECT role_id, channel_id, day, before_id, after_id, standing_before, standing_after, reason_id, 1 FROM come;
END $$;

CREATE FUNCTION insights_on_application() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM insights_forget(OLD.id);
    ELSE
        PERFORM insights_refresh(NEW.id);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION insights_on_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM insights_refresh(OLD.application_id);
    ELSE
        PERFORM insights_refresh(NEW.application_id);
    END IF;
    RETURN NULL;
END $$;

-- Once for all rows of a statement: many moved at once are looked at together.
CREATE FUNCTION insights_on_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM insights_repass(ARRAY(SELECT DISTINCT application_id FROM changed));
    RETURN NULL;
END $$;

-- Only where the role or the channel is another one; a move changes neither and pays nothing.
CREATE FUNCTION insights_on_channel() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM insights_repass(ARRAY[NEW.id]);
    RETURN NULL;
END $$;

-- A stage that moves to another place changes which stage was the furthest. Rare, so one by one is good enough.
CREATE FUNCTION insights_on_stage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM insights_refresh(a.id) FROM hiring_application a WHERE a.role_id = NEW.role_id;
    RETURN NULL;
END $$;

CREATE TRIGGER insights_application AFTER INSERT OR DELETE OR UPDATE OF role_id, channel_id, applied_at, stage_id, standing
    ON hiring_application FOR EACH ROW EXECUTE FUNCTION insights_on_application();
CREATE TRIGGER insights_application_channel AFTER UPDATE OF role_id, channel_id ON hiring_application FOR EACH ROW
    WHEN (OLD.channel_id IS DISTINCT FROM NEW.channel_id OR OLD.role_id IS DISTINCT FROM NEW.role_id)
    EXECUTE FUNCTION insights_on_channel();
CREATE TRIGGER insights_change AFTER INSERT OR DELETE OR UPDATE ON hiring_stagechange
    FOR EACH ROW EXECUTE FUNCTION insights_on_change();
CREATE TRIGGER insights_change_came AFTER INSERT ON hiring_stagechange REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION insights_on_changes();
CREATE TRIGGER insights_change_altered AFTER UPDATE ON hiring_stagechange REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION insights_on_changes();
CREATE TRIGGER insights_change_went AFTER DELETE ON hiring_stagechange REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION insights_on_changes();
CREATE TRIGGER insights_stage AFTER UPDATE OF position ON hiring_stage
    FOR EACH ROW WHEN (OLD.position IS DISTINCT FROM NEW.position) EXECUTE FUNCTION insights_on_stage();

-- Everything anew, for a bulk load that ran with the triggers off.
CREATE FUNCTION insights_rebuild() RETURNS void LANGUAGE sql AS $$
    TRUNCATE insights_fact, insights_tally, insights_passage, insights_passagetally;
    INSERT INTO insights_fact (application_id, role_id, channel_id, cohort, furthest_id, stage_id, standing, applied_on)
    SELECT application_id, role_id, channel_id, cohort, furthest_id, stage_id, standing, applied_on FROM insights_truth;
    INSERT INTO insights_tally (role_id, channel_id, cohort, furthest_id, stage_id, standing, count)
    SELECT role_id, channel_id, cohort, furthest_id, stage_id, standing, count(*)
      FROM insights_fact GROUP BY 1, 2, 3, 4, 5, 6;
    INSERT INTO insights_passage
           (change_id, application_id, role_id, channel_id, day, before_id, after_id, standing_before, standing_after, reason_id, days)
    SELECT change_id, application_id, role_id, channel_id, day, before_id, after_id, standing_before, standing_after, reason_id, days
      FROM insights_passage_truth;
    INSERT INTO insights_passagetally
           (role_id, channel_id, day, before_id, after_id, standing_before, standing_after, reason_id, count)
    SELECT role_id, channel_id, day, before_id, after_id, standing_before, standing_after, reason_id, count(*)
      FROM insights_passage GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
$$;

SELECT insights_rebuild();
"""

REMOVE = """
DROP TRIGGER insights_stage ON hiring_stage;
DROP TRIGGER insights_change_went ON hiring_stagechange;
DROP TRIGGER insights_change_altered ON hiring_stagechange;
DROP TRIGGER insights_change_came ON hiring_stagechange;
DROP TRIGGER insights_change ON hiring_stagechange;
DROP TRIGGER insights_application_channel ON hiring_application;
DROP TRIGGER insights_application ON hiring_application;
DROP FUNCTION insights_rebuild();
DROP FUNCTION insights_on_stage();
DROP FUNCTION insights_on_channel();
DROP FUNCTION insights_on_changes();
DROP FUNCTION insights_on_change();
DROP FUNCTION insights_on_application();
DROP FUNCTION insights_repass(bigint[]);
DROP FUNCTION insights_refresh(bigint);
DROP FUNCTION insights_forget(bigint);
DROP VIEW insights_passage_truth;
DROP VIEW insights_truth;
"""


class Migration(migrations.Migration):
    dependencies = [
        ('insights', '0004_calibration'),
    ]

    operations = [
        migrations.RunSQL(BEFORE.REMOVE, BEFORE.INSTALL),
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('change_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('application_id', models.BigIntegerField()),
                ('role_id', models.BigIntegerField()),
                ('channel_id', models.BigIntegerField(help_text='0: no channel.')),
                ('day', models.DateField(help_text='When it happened, UTC.')),
                ('before_id', models.BigIntegerField()),
                ('after_id', models.BigIntegerField()),
                ('standing_before', models.CharField(max_length=9)),
                ('standing_after', models.CharField(max_length=9)),
                ('reason_id', models.BigIntegerField(help_text='0: no reason was given.')),
                ('days', models.FloatField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='PassageTally',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('role_id', models.BigIntegerField()),
                ('channel_id', models.BigIntegerField()),
                ('day', models.DateField()),
                ('before_id', models.BigIntegerField()),
                ('after_id', models.BigIntegerField()),
                ('standing_before', models.CharField(max_length=9)),
                ('standing_after', models.CharField(max_length=9)),
                ('reason_id', models.BigIntegerField()),
                ('count', models.BigIntegerField()),
            ],
            options={
                'verbose_name_plural': 'passage tallies',
            },
        ),
        migrations.CreateModel(
            name='Recount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('differences', models.JSONField(default=dict)),
                ('seconds', models.FloatField(default=0)),
                ('repaired', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='fact',
            name='applied_on',
            field=models.DateField(default=dt.date(1970, 1, 1), help_text='Day of application, UTC.'),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name='fact',
            index=models.Index(fields=['role_id', 'applied_on'], include=('channel_id', 'furthest_id', 'stage_id', 'standing', 'application_id'), name='fact_by_day'),
        ),
        migrations.AddIndex(
            model_name='passage',
            index=models.Index(fields=['application_id'], name='passage_by_application'),
        ),
        migrations.AddIndex(
            model_name='passage',
            index=models.Index(fields=['role_id', 'day'], include=('channel_id', 'before_id', 'standing_before', 'standing_after', 'days'), name='passage_by_day'),
        ),
        migrations.AddIndex(
            model_name='passagetally',
            index=models.Index(fields=['role_id', 'day'], include=('channel_id', 'before_id', 'after_id', 'standing_before', 'standing_after', 'reason_id', 'count'), name='passage_tally_by_day'),
        ),
        migrations.RunSQL(INSTALL, REMOVE),
    ]
