"""Triggers that keep facts and tallies true, by whatever code an application is written."""

from django.db import migrations

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
       a.standing
  FROM hiring_application a;

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
        IF (was.role_id, was.channel_id, was.cohort, was.furthest_id, was.stage_id, was.standing)
           = (now_is.role_id, now_is.channel_id, now_is.cohort, now_is.furthest_id, now_is.stage_id, now_is.standing) THEN
            RETURN;
        END IF;
        PERFORM insights_forget(application);
    END IF;
    INSERT INTO insights_fact (application_id, role_id, channel_id, cohort, furthest_id, stage_id, standing)
    SELECT now_is.application_id, now_is.role_id, now_is.channel_id, now_is.cohort, now_is.furthest_id, now_is.stage_id, now_is.standing;
    INSERT INTO insights_tally (role_id, channel_id, cohort, furthest_id, stage_id, standing, count)
    SELECT now_is.role_id, now_is.channel_id, now_is.cohort, now_is.furthest_id, now_is.stage_id, now_is.standing, 1;
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

-- A stage that moves to another place changes which stage was the furthest. Rare, so one by one is good enough.
CREATE FUNCTION insights_on_stage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM insights_refresh(a.id) FROM hiring_application a WHERE a.role_id = NEW.role_id;
    RETURN NULL;
END $$;

CREATE TRIGGER insights_application AFTER INSERT OR DELETE OR UPDATE OF role_id, channel_id, applied_at, stage_id, standing
    ON hiring_application FOR EACH ROW EXECUTE FUNCTION insights_on_application();
CREATE TRIGGER insights_change AFTER INSERT OR DELETE ON hiring_stagechange
    FOR EACH ROW EXECUTE FUNCTION insights_on_change();
CREATE TRIGGER insights_stage AFTER UPDATE OF position ON hiring_stage
    FOR EACH ROW WHEN (OLD.position IS DISTINCT FROM NEW.position) EXECUTE FUNCTION insights_on_stage();

-- Everything anew, for a bulk load that ran with the triggers off.
CREATE FUNCTION insights_rebuild() RETURNS void LANGUAGE sql AS $$
    TRUNCATE insights_fact;
    TRUNCATE insights_tally;
    INSERT INTO insights_fact (application_id, role_id, channel_id, cohort, furthest_id, stage_id, standing)
    SELECT application_id, role_id, channel_id, cohort, furthest_id, stage_id, standing FROM insights_truth;
    INSERT INTO insights_tally (role_id, channel_id, cohort, furthest_id, stage_id, standing, count)
    SELECT role_id, channel_id, cohort, furthest_id, stage_id, standing, count(*)
      FROM insights_fact GROUP BY 1, 2, 3, 4, 5, 6;
$$;

SELECT insights_rebuild();
"""

REMOVE = """
DROP TRIGGER insights_stage ON hiring_stage;
DROP TRIGGER insights_change ON hiring_stagechange;
DROP TRIGGER insights_application ON hiring_application;
DROP FUNCTION insights_rebuild();
DROP FUNCTION insights_on_stage();
DROP FUNCTION insights_on_change();
DROP FUNCTION insights_on_application();
DROP FUNCTION insights_refresh(bigint);
DROP FUNCTION insights_forget(bigint);
DROP VIEW insights_truth;
"""


class Migration(migrations.Migration):
    dependencies = [("insights", "0001_initial"), ("hiring", "0002_initial")]

    operations = [migrations.RunSQL(INSTALL, REMOVE)]
