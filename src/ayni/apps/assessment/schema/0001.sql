-- What is owed for a month: lines, and notices that are exactly their sum.
CREATE SEQUENCE assessment_run_number;
GRANT USAGE ON SEQUENCE assessment_run_number TO {app};
CREATE TABLE assessment_run (
    id          bigint PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    association int NOT NULL,
    adhesion    int NOT NULL,
    month       int NOT NULL,
    version     int NOT NULL REFERENCES alliance_agreement_version,
    families    int NOT NULL CHECK (families > 0),
    persons     int NOT NULL CHECK (persons >= families),
    due         bigint NOT NULL CHECK (due >= 0),
    state_due   bigint NOT NULL CHECK (state_due >= 0),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    FOREIGN KEY (adhesion, association) REFERENCES alliance_adhesion (id, association),
    -- a month is assessed once
    UNIQUE (adhesion, month),
    UNIQUE (id, adhesion, month)
);
CREATE TABLE assessment_line (
    institution int NOT NULL,
    association int NOT NULL,
    month       int NOT NULL,
    adhesion    int NOT NULL,
    family      bigint NOT NULL,
    -- 0 is the month's line; adjustments count on
    part        smallint NOT NULL,
    run         bigint NOT NULL,
    insured     bigint NOT NULL,
    position    int NOT NULL,
    base        bigint NOT NULL,
    rate_ppm    int NOT NULL,
    insured_share     bigint NOT NULL,
    association_share bigint NOT NULL,
    employer_share    bigint NOT NULL,
    buyer_share       bigint NOT NULL,
    state_share       bigint NOT NULL,
    due         bigint NOT NULL,
    CONSTRAINT line_due CHECK (due = insured_share + association_share + employer_share + buyer_share),
    CONSTRAINT line_shares CHECK (insured_share >= 0 AND association_share >= 0 AND employer_share >= 0
        AND buyer_share >= 0 AND state_share >= 0 AND part >= 0),
    -- the family first: it tells rows apart at the first comparison, and finds a family's months
    PRIMARY KEY (family, month, adhesion, part),
    -- a run's sums come from its lines, so the lines come first
    CONSTRAINT line_run FOREIGN KEY (run, adhesion, month) REFERENCES assessment_run (id, adhesion, month)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT line_family FOREIGN KEY (family) REFERENCES registry_family,
    CONSTRAINT line_insured FOREIGN KEY (insured) REFERENCES registry_person
) PARTITION BY LIST (month);
CREATE INDEX assessment_line_adhesion ON assessment_line (adhesion);
SELECT audit_guard('assessment_run', 'association', 'SELECT, INSERT');
SELECT audit_guard('assessment_line', 'association', 'SELECT, INSERT', false);
SELECT audit_wall('assessment_run');
CREATE TRIGGER wall BEFORE UPDATE OR DELETE ON assessment_line FOR EACH ROW
    EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER wall_truncate BEFORE TRUNCATE ON assessment_line FOR EACH STATEMENT
    EXECUTE FUNCTION audit_refuse_change();
-- Lines are many: the journal takes number, sum and a digest of keys and sums.
CREATE FUNCTION assessment_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE n bigint; t text;
BEGIN
    SELECT count(*), string_agg(adhesion || ':' || family || ':' || due, ',') INTO n, t FROM new_rows;
    IF n > 0 THEN PERFORM audit_record('assessment_line', 'insert', n, t); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER journal_insert AFTER INSERT ON assessment_line REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION assessment_note();

-- A month's partition. Standing when it is already attached.
CREATE FUNCTION assessment_month_stands(m int) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT to_regclass('assessment_line_' || m) IS NOT NULL $$;

-- Opens a month's table that stands alone: bare, so that a load costs what a load costs.
CREATE FUNCTION assessment_month_open(m int) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE tab text := 'assessment_line_' || m;
BEGIN
    IF ayni_scope() <> 'institution' OR m NOT BETWEEN 12 * 1900 AND 12 * 2200 THEN
        RAISE EXCEPTION 'ayni: not a month of this institution' USING ERRCODE = 'AY005';
    END IF;
    PERFORM pg_advisory_xact_lock(4146902, m);
    -- Somebody else built it while we waited.
    IF assessment_month_stands(m) THEN RETURN NULL; END IF;
    EXECUTE format('CREATE TABLE %I (LIKE assessment_line INCLUDING CONSTRAINTS,
        CONSTRAINT only_month CHECK (month = %s))', tab, m);
    EXECUTE format('GRANT INSERT, SELECT ON %I TO {app}', tab);
    RETURN tab;
END $$;

-- Closes it: keys, foreign keys validated in bulk, row security, no grant, attached. One journal line.
CREATE FUNCTION assessment_month_close(m int) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE tab text := 'assessment_line_' || m; n bigint; t text; ours boolean;
BEGIN
    IF ayni_scope() <> 'institution' THEN
        RAISE EXCEPTION 'ayni: not a month of this institution' USING ERRCODE = 'AY005';
    END IF;
    EXECUTE format('REVOKE ALL ON %I FROM {app}', tab);
    EXECUTE format('SELECT count(*), string_agg(adhesion || '':'' || family || '':'' || due, '',''),
        bool_and(institution = $1) FROM %I', tab) INTO n, t, ours USING ayni_institution();
    IF NOT ours THEN
        RAISE EXCEPTION 'ayni: lines of another institution' USING ERRCODE = 'AY005';
    END IF;
    EXECUTE format('ALTER TABLE %I ADD PRIMARY KEY (family, month, adhesion, part)', tab);
    EXECUTE format('CREATE INDEX ON %I (adhesion)', tab);
    EXECUTE format('ALTER TABLE %I
        ADD CONSTRAINT line_run FOREIGN KEY (run, adhesion, month) REFERENCES assessment_run (id, adhesion, month)
            DEFERRABLE INITIALLY DEFERRED NOT VALID,
        ADD CONSTRAINT line_family FOREIGN KEY (family) REFERENCES registry_family NOT VALID,
        ADD CONSTRAINT line_insured FOREIGN KEY (insured) REFERENCES registry_person NOT VALID', tab);
    EXECUTE format('ALTER TABLE %I VALIDATE CONSTRAINT line_run', tab);
    EXECUTE format('ALTER TABLE %I VALIDATE CONSTRAINT line_family', tab);
    EXECUTE format('ALTER TABLE %I VALIDATE CONSTRAINT line_insured', tab);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tab);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tab);
    EXECUTE format('CREATE POLICY reach ON %I USING (%s) WITH CHECK (%s)', tab,
        audit_policy('association'), audit_policy('association'));
    EXECUTE format('CREATE TRIGGER wall_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT
        EXECUTE FUNCTION audit_refuse_change()', tab);
    EXECUTE format('ALTER TABLE assessment_line ATTACH PARTITION %I FOR VALUES IN (%s)', tab, m);
    EXECUTE format('ALTER TABLE %I DROP CONSTRAINT only_month', tab);
    PERFORM audit_record('assessment_line', 'insert', n, t);
    RETURN n;
END $$;
REVOKE EXECUTE ON FUNCTION assessment_month_open(int), assessment_month_close(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION assessment_month_open(int), assessment_month_close(int) TO {app};

-- Which months of an adhesion are assessed: all that a clinic may know of an assessment.
CREATE POLICY months_reader ON assessment_run FOR SELECT TO {owner}
    USING (institution = (SELECT ayni_institution()));
CREATE FUNCTION assessment_months(asked int, since int) RETURNS int[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public AS $$
BEGIN
    -- plpgsql keeps the plan; a function in SQL would make it again at every question
    RETURN (SELECT coalesce(array_agg(month ORDER BY month), '{{}}') FROM assessment_run
        WHERE adhesion = asked AND month >= since);
END $$;
GRANT EXECUTE ON FUNCTION assessment_months(int, int) TO {app};

CREATE TABLE assessment_notice (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    association int NOT NULL,
    payer       int NOT NULL REFERENCES alliance_association,
    adhesion    int NOT NULL,
    month       int NOT NULL,
    run         bigint NOT NULL UNIQUE,
    number      text NOT NULL,
    -- ISO 11649: RF, two check digits, up to 21 characters
    reference   text NOT NULL CHECK (reference ~ '^RF[0-9]{{2}}[0-9A-Z]{{1,21}}$'),
    families    int NOT NULL,
    persons     int NOT NULL,
    due         bigint NOT NULL,
    state_due   bigint NOT NULL,
    currency    text NOT NULL,
    issued_on   date NOT NULL,
    due_on      date NOT NULL CHECK (due_on >= issued_on),
    ledger_entry bigint NOT NULL UNIQUE REFERENCES ledger_entry,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (institution, number),
    UNIQUE (institution, reference),
    UNIQUE (id, association),
    FOREIGN KEY (run, adhesion, month) REFERENCES assessment_run (id, adhesion, month)
);
CREATE INDEX assessment_notice_association ON assessment_notice (association, month);
-- Invariant 2, checked once per notice, at commit.
CREATE FUNCTION assessment_notice_is_its_lines() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE n bigint; d bigint; s bigint;
BEGIN
    SELECT count(*), coalesce(sum(due), 0), coalesce(sum(state_share), 0) INTO n, d, s
    FROM assessment_line WHERE month = NEW.month AND adhesion = NEW.adhesion AND run = NEW.run;
    IF (n, d, s) IS DISTINCT FROM (NEW.families::bigint, NEW.due, NEW.state_due) THEN
        RAISE EXCEPTION 'ayni: notice % is not the sum of its lines (% lines, % due)', NEW.number, n, d
            USING ERRCODE = 'AY006';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER is_its_lines AFTER INSERT ON assessment_notice DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION assessment_notice_is_its_lines();
CREATE TABLE assessment_notice_document (
    notice      bigint NOT NULL,
    institution int NOT NULL,
    association int NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('notice_pdf', 'notice_xlsx')),
    document    bigint NOT NULL REFERENCES document_file,
    PRIMARY KEY (notice, kind),
    FOREIGN KEY (notice, association) REFERENCES assessment_notice (id, association)
);
SELECT audit_guard('assessment_notice', 'association', 'SELECT, INSERT');
SELECT audit_guard('assessment_notice_document', 'association', 'SELECT, INSERT');
SELECT audit_wall('assessment_notice');
SELECT audit_wall('assessment_notice_document');
