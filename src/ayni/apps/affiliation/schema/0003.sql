-- Conditions of dependants that the rule about their age looks at (facts): who studies, who cannot work. An end and
-- a correction are new facts that replace the earlier one; what stands is what nothing replaced and was not withdrawn.
CREATE TABLE affiliation_condition (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    person      bigint NOT NULL REFERENCES registry_person,
    condition   text CHECK (condition IN ('student', 'incapacitated')),
    starts      date NOT NULL,
    ends        date,
    evidence    text CHECK (btrim(evidence) <> '' AND length(evidence) <= 120),
    -- digest of the file that was shown; the file itself is not kept
    document    bytea CHECK (length(document) = 32),
    replaces    bigint,
    withdrawn   boolean NOT NULL DEFAULT false,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (id, person, condition),
    -- a fact is replaced once, by one of the same person and condition, whatever the concurrency
    UNIQUE (replaces),
    FOREIGN KEY (replaces, person, condition) REFERENCES affiliation_condition (id, person, condition),
    CHECK (ends > starts),
    CHECK (NOT withdrawn OR replaces IS NOT NULL),
    -- an erasure takes both
    CHECK ((condition IS NULL) = (evidence IS NULL))
);
CREATE INDEX affiliation_condition_person ON affiliation_condition (person);
SELECT audit_guard('affiliation_condition', 'person', 'SELECT, INSERT', false);
SELECT audit_wall_but_erasure('affiliation_condition');
-- Recorded by the institution; a clinic gets the answer (the function below), never the fact.
CREATE POLICY not_the_clinic ON affiliation_condition AS RESTRICTIVE FOR SELECT TO {app}
    USING ((SELECT ayni_scope()) <> 'clinic');
CREATE POLICY institution_records ON affiliation_condition AS RESTRICTIVE FOR INSERT TO {app}
    WITH CHECK ((SELECT ayni_scope()) = 'institution');
-- The journal's digest speaks of numbers and days only: it stays after an erasure.
CREATE FUNCTION affiliation_condition_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE n bigint; t text;
BEGIN
    SELECT count(*), string_agg(concat_ws(':', id, person, starts, ends, replaces, withdrawn), ',')
    INTO n, t FROM new_rows;
    IF n > 0 THEN PERFORM audit_record('affiliation_condition', 'insert', n, t); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER journal_insert AFTER INSERT ON affiliation_condition
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION affiliation_condition_note();

-- The conditions in force on a day, for the rule that asks; runs as the owner, under the row policy `reach`. In
-- plpgsql, whose plan a connection makes once: planned at each question it costs as much as the answer around it.
CREATE FUNCTION affiliation_conditions_on(subject bigint, on_day date) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN coalesce((SELECT array_agg(DISTINCT c.condition) FROM affiliation_condition c
        WHERE c.person = subject AND c.condition IS NOT NULL AND NOT c.withdrawn
          AND c.starts <= on_day AND (c.ends IS NULL OR c.ends > on_day)
          AND NOT EXISTS (SELECT 1 FROM affiliation_condition n WHERE n.replaces = c.id)), '{{}}');
END $$;
REVOKE EXECUTE ON FUNCTION affiliation_conditions_on(bigint, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION affiliation_conditions_on(bigint, date) TO {app}, {auditor};

-- An erasure takes conditions with their evidence first, then all that it took before.
ALTER FUNCTION registry_erase(bigint) RENAME TO registry_erase_values;
REVOKE EXECUTE ON FUNCTION registry_erase_values(bigint) FROM PUBLIC, {app};
CREATE FUNCTION registry_erase(subject bigint) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE n bigint;
BEGIN
    IF ayni_scope() <> 'institution' THEN
        RAISE EXCEPTION 'ayni: only the institution erases' USING ERRCODE = 'AY005';
    END IF;
    PERFORM set_config('ayni.erasure', 'on', true);
    UPDATE affiliation_condition SET condition = NULL, evidence = NULL, document = NULL
    WHERE person = subject AND condition IS NOT NULL;
    GET DIAGNOSTICS n = ROW_COUNT;
    PERFORM set_config('ayni.erasure', '', true);
    IF n > 0 THEN PERFORM audit_record('affiliation_condition', 'erase', n, subject::text); END IF;
    RETURN n + registry_erase_values(subject);
END $$;
REVOKE EXECUTE ON FUNCTION registry_erase(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION registry_erase(bigint) TO {app};
