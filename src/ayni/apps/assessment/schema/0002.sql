-- A line's family and insured person are one key: a pair that affiliation has recorded.
ALTER TABLE assessment_line DROP CONSTRAINT line_family, DROP CONSTRAINT line_insured;
ALTER TABLE assessment_line ADD CONSTRAINT line_insured FOREIGN KEY (family, insured)
    REFERENCES affiliation_insured;

-- What the journal digests of a run's lines: it can be told again from the table in any order of its rows, and beside
-- the sum the sum weighed by family, so that no two lines can change without a trace.
CREATE FUNCTION assessment_told(run bigint, families bigint, due bigint, weighed numeric) RETURNS text
LANGUAGE sql IMMUTABLE AS $$ SELECT run || ':' || families || ':' || due || ':' || weighed $$;

-- Runs are written by one function, as the sum of their lines; lines come before, and none after.
REVOKE INSERT ON assessment_run FROM {app};
-- Where a month is built apart (open in 0001, sum, close), nothing can be added to it from here on, and its one
-- journal line is written in the same look at its lines; lines put into a standing month are told by their trigger.
CREATE FUNCTION assessment_month_sum(m int, of_version int, of_adhesions int[], of_persons int[])
RETURNS TABLE (run bigint, adhesion int, association int, month int, families int, persons int, due bigint,
    state_due bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE
    tab text := 'assessment_line_' || m;
    stands boolean := (SELECT relispartition FROM pg_class WHERE oid = to_regclass(tab));
    n bigint; t text; ours boolean;
BEGIN
    IF ayni_scope() <> 'institution' THEN
        RAISE EXCEPTION 'ayni: not a month of this institution' USING ERRCODE = 'AY005';
    END IF;
    IF NOT stands THEN EXECUTE format('REVOKE ALL ON %I FROM {app}', tab); END IF;
    EXECUTE format($q$
        WITH s AS MATERIALIZED (
            SELECT run, adhesion, association, count(*) AS families, sum(due)::bigint AS due,
                sum(state_share)::bigint AS state_due, bool_and(institution = $1) AS ours,
                sum(family %% 1000000007 * due) AS weighed
            FROM %I WHERE %s GROUP BY run, adhesion, association
        ), w AS (
            INSERT INTO assessment_run (institution, month, version, id, adhesion, association, families,
                persons, due, state_due)
            SELECT $1, $2, $3, s.run, s.adhesion, s.association, s.families, p.persons, s.due, s.state_due
            FROM s JOIN unnest($4, $5) p (adhesion, persons) ON p.adhesion = s.adhesion
        )
        SELECT sum(families), string_agg(assessment_told(run, families, due, weighed), ';' ORDER BY run),
            bool_and(ours) FROM s
        $q$, tab, CASE WHEN stands THEN 'adhesion = ANY ($4)' ELSE 'true' END)
    INTO n, t, ours USING ayni_institution(), m, of_version, of_adhesions, of_persons;
    IF NOT ours THEN
        RAISE EXCEPTION 'ayni: lines of another institution' USING ERRCODE = 'AY005';
    END IF;
    IF NOT stands THEN PERFORM audit_record('assessment_line', 'insert', coalesce(n, 0), t); END IF;
    RETURN QUERY SELECT r.id, r.adhesion, r.association, r.month, r.families, r.persons, r.due, r.state_due
        FROM assessment_run r WHERE r.month = m AND r.adhesion = ANY (of_adhesions) ORDER BY r.adhesion;
END $$;
CREATE OR REPLACE FUNCTION assessment_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE n bigint; t text;
BEGIN
    IF EXISTS (SELECT 1 FROM new_rows n JOIN assessment_run r ON r.id = n.run) THEN
        RAISE EXCEPTION 'ayni: a line added to a run that is summed' USING ERRCODE = 'AY006';
    END IF;
    SELECT sum(families), string_agg(assessment_told(run, families, due, weighed), ';' ORDER BY run) INTO n, t
    FROM (SELECT run, count(*) AS families, sum(due)::bigint AS due, sum(family % 1000000007 * due) AS weighed
          FROM new_rows GROUP BY run) s;
    IF n > 0 THEN PERFORM audit_record('assessment_line', 'insert', n, t); END IF;
    RETURN NULL;
END $$;
-- Invariant 2: a notice is its run, as a run is its lines.
ALTER TABLE assessment_run ADD CONSTRAINT run_told
    UNIQUE (id, adhesion, association, month, families, persons, due, state_due);
DROP TRIGGER is_its_lines ON assessment_notice;
DROP FUNCTION assessment_notice_is_its_lines();
ALTER TABLE assessment_notice DROP CONSTRAINT assessment_notice_run_adhesion_month_fkey,
    ADD CONSTRAINT notice_is_its_run
        FOREIGN KEY (run, adhesion, association, month, families, persons, due, state_due)
        REFERENCES assessment_run (id, adhesion, association, month, families, persons, due, state_due);

-- Closes it: keys, foreign keys validated in bulk, row security, no grant, attached. Merge joins are off: with the
-- statistics of a month ago the planner would pair every line with every earlier run of its adhesion.
CREATE OR REPLACE FUNCTION assessment_month_close(m int) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public SET enable_mergejoin = off AS $$
DECLARE tab text := 'assessment_line_' || m;
BEGIN
    IF ayni_scope() <> 'institution' THEN
        RAISE EXCEPTION 'ayni: not a month of this institution' USING ERRCODE = 'AY005';
    END IF;
    IF has_table_privilege('{app}'::regrole, tab, 'INSERT') THEN
        RAISE EXCEPTION 'ayni: sum month % before it is closed', m USING ERRCODE = 'AY005';
    END IF;
    EXECUTE format('ALTER TABLE %I ADD PRIMARY KEY (family, month, adhesion, part)', tab);
    EXECUTE format('CREATE INDEX ON %I (adhesion)', tab);
    EXECUTE format('ALTER TABLE %I
        ADD CONSTRAINT line_run FOREIGN KEY (run, adhesion, month) REFERENCES assessment_run (id, adhesion, month)
            DEFERRABLE INITIALLY DEFERRED NOT VALID,
        ADD CONSTRAINT line_insured FOREIGN KEY (family, insured) REFERENCES affiliation_insured NOT VALID', tab);
    EXECUTE format('ALTER TABLE %I VALIDATE CONSTRAINT line_run', tab);
    EXECUTE format('ALTER TABLE %I VALIDATE CONSTRAINT line_insured', tab);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tab);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tab);
    EXECUTE format('CREATE POLICY reach ON %I USING (%s) WITH CHECK (%s)', tab,
        audit_policy('association'), audit_policy('association'));
    EXECUTE format('CREATE TRIGGER wall_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT
        EXECUTE FUNCTION audit_refuse_change()', tab);
    EXECUTE format('ALTER TABLE assessment_line ATTACH PARTITION %I FOR VALUES IN (%s)', tab, m);
    EXECUTE format('ALTER TABLE %I DROP CONSTRAINT only_month', tab);
    RETURN m;
END $$;
REVOKE EXECUTE ON FUNCTION assessment_month_sum(int, int, int[], int[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION assessment_month_sum(int, int, int[], int[]) TO {app};
