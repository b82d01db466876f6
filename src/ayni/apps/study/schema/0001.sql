-- Studies: a text, its runs upon inputs kept by digest, their blocks, figures, and the score of the months after.
-- No document number and no name of a person stands here; families come as pseudonyms (apps/study/extract.py).

-- One YAML text under a code of its own; what it is about may be told.
CREATE TABLE study_study (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    code        text NOT NULL CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{{0,79}}$'),
    name        text NOT NULL CHECK (length(btrim(name)) BETWEEN 1 AND 200),
    agreement   int REFERENCES alliance_agreement,
    negotiation int REFERENCES alliance_negotiation,
    text        text NOT NULL CHECK (length(text) <= 1000000),
    digest      bytea NOT NULL CHECK (length(digest) = 32 AND digest = sha256(convert_to(text, 'UTF8'))),
    written_by  text NOT NULL,
    written_at  timestamptz NOT NULL,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (institution, code),
    UNIQUE (institution, id)
);
-- What it is about lies in the same institution, and a negotiation is of the agreement.
CREATE FUNCTION study_check_subject() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
BEGIN
    IF NEW.agreement IS NOT NULL AND NOT EXISTS (SELECT 1 FROM alliance_agreement g
        WHERE g.id = NEW.agreement AND g.institution = NEW.institution) THEN
        RAISE EXCEPTION 'ayni: the agreement is not of this institution' USING ERRCODE = 'AY014';
    END IF;
    IF NEW.negotiation IS NOT NULL AND NOT EXISTS (SELECT 1 FROM alliance_negotiation n
        WHERE n.id = NEW.negotiation AND n.institution = NEW.institution AND n.agreement = NEW.agreement) THEN
        RAISE EXCEPTION 'ayni: the negotiation is not of this agreement' USING ERRCODE = 'AY014';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER subject BEFORE INSERT ON study_study FOR EACH ROW EXECUTE FUNCTION study_check_subject();

-- What a run is computed from, whole, by the digest of what it says: families as pseudonyms, law, assumptions.
CREATE TABLE study_input (
    institution int NOT NULL REFERENCES access_institution,
    digest      bytea NOT NULL CHECK (length(digest) = 32),
    content     bytea NOT NULL,
    -- digests by part, and where each part comes from
    manifest    jsonb NOT NULL CHECK (jsonb_typeof(manifest) = 'object'),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    PRIMARY KEY (institution, digest)
);
-- A run that was asked for; its scenarios are computed in blocks of `block`.
CREATE TABLE study_run (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    study       int NOT NULL,
    kernel      text NOT NULL CHECK (kernel IN ('events', 'cohort')),
    seed        bigint NOT NULL CHECK (seed >= 0),
    scenarios   int NOT NULL CHECK (scenarios BETWEEN 1 AND 1000000),
    months      int NOT NULL CHECK (months BETWEEN 1 AND 1200),
    block       int NOT NULL CHECK (block BETWEEN 1 AND 100000),
    -- what moves of behaviour on this run, beside the text
    changes     jsonb NOT NULL DEFAULT '{{}}' CHECK (jsonb_typeof(changes) = 'object'),
    asked_by    text NOT NULL,
    asked_at    timestamptz NOT NULL,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (institution, id),
    FOREIGN KEY (institution, study) REFERENCES study_study (institution, id)
);
CREATE INDEX study_run_study ON study_run (study);
-- Which inputs a run took: written once, by whoever works on it first.
CREATE TABLE study_run_input (
    run         int PRIMARY KEY,
    institution int NOT NULL,
    input       bytea NOT NULL,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    FOREIGN KEY (institution, run) REFERENCES study_run (institution, id),
    FOREIGN KEY (institution, input) REFERENCES study_input (institution, digest)
);
-- How far a run is: no fact, told anew while it goes.
CREATE TABLE study_run_state (
    run         int PRIMARY KEY,
    institution int NOT NULL,
    state       text NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    done        int NOT NULL DEFAULT 0 CHECK (done >= 0),
    began_at    timestamptz,
    ended_at    timestamptz,
    why         text NOT NULL DEFAULT '' CHECK (length(why) <= 2000),
    FOREIGN KEY (institution, run) REFERENCES study_run (institution, id)
);
CREATE INDEX study_run_waiting ON study_run_state (run) WHERE state IN ('queued', 'running');
-- A block of scenarios as Parquet; the same block computed again is the same block.
CREATE TABLE study_block (
    institution int NOT NULL,
    run         int NOT NULL,
    first       int NOT NULL CHECK (first >= 0),
    scenarios   int NOT NULL CHECK (scenarios > 0),
    digest      bytea NOT NULL CHECK (length(digest) = 32),
    content     bytea NOT NULL,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    PRIMARY KEY (run, first),
    FOREIGN KEY (institution, run) REFERENCES study_run (institution, id)
);
-- What came out: the digest of all blocks together, with everything that a later reader needs to believe it.
CREATE TABLE study_result (
    run         int PRIMARY KEY,
    institution int NOT NULL,
    cube        bytea NOT NULL CHECK (length(cube) = 32),
    manifest    jsonb NOT NULL CHECK (jsonb_typeof(manifest) = 'object'),
    ended_at    timestamptz NOT NULL,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    FOREIGN KEY (institution, run) REFERENCES study_run (institution, id)
);
-- Figures of a run under levers, by the digest of the levers.
CREATE TABLE study_outcome (
    institution int NOT NULL,
    run         int NOT NULL,
    digest      bytea NOT NULL CHECK (length(digest) = 32),
    levers      jsonb NOT NULL CHECK (jsonb_typeof(levers) = 'object'),
    figures     jsonb NOT NULL CHECK (jsonb_typeof(figures) = 'object'),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    PRIMARY KEY (run, digest),
    FOREIGN KEY (institution, run) REFERENCES study_run (institution, id)
);
-- What a proposal shows of a study, to everybody at its table: figures of a run under the levers it was made with.
CREATE TABLE study_proposal (
    proposal    int PRIMARY KEY REFERENCES alliance_proposal,
    institution int NOT NULL,
    association int NOT NULL,
    run         int NOT NULL,
    levers      jsonb NOT NULL CHECK (jsonb_typeof(levers) = 'object'),
    figures     jsonb NOT NULL CHECK (jsonb_typeof(figures) = 'object'),
    attached_by text NOT NULL,
    attached_at timestamptz NOT NULL,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    FOREIGN KEY (institution, run) REFERENCES study_run (institution, id)
);
CREATE FUNCTION study_check_proposal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM alliance_proposal p WHERE p.id = NEW.proposal
        AND p.institution = NEW.institution AND p.association = NEW.association) THEN
        RAISE EXCEPTION 'ayni: the proposal is not of this institution and party' USING ERRCODE = 'AY014';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER its_own BEFORE INSERT ON study_proposal FOR EACH ROW EXECUTE FUNCTION study_check_proposal();
-- A month that came, held against what a run expected of it. Estimates, so floats: no cent of them is owed.
CREATE TABLE study_score (
    institution int NOT NULL,
    run         int NOT NULL,
    month       int NOT NULL,
    component   text NOT NULL CHECK (length(component) BETWEEN 1 AND 80),
    low         double precision NOT NULL,
    middle      double precision NOT NULL,
    expected    double precision NOT NULL,
    high        double precision NOT NULL CHECK (low <= middle AND middle <= high),
    -- nothing: it is not known here; once it is, another row says so and rules
    actual      double precision,
    known       boolean NOT NULL GENERATED ALWAYS AS (actual IS NOT NULL) STORED,
    ratio       double precision,
    percentile  double precision CHECK (percentile BETWEEN 0 AND 1),
    alert       boolean NOT NULL,
    scored_at   timestamptz NOT NULL,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    PRIMARY KEY (run, month, component, known),
    FOREIGN KEY (institution, run) REFERENCES study_run (institution, id)
);

SELECT audit_guard('study_study', 'institution', 'SELECT, INSERT');
SELECT audit_guard('study_input', 'institution', 'SELECT, INSERT', false);
SELECT audit_guard('study_run', 'institution', 'SELECT, INSERT');
SELECT audit_guard('study_run_input', 'institution', 'SELECT, INSERT');
SELECT audit_guard('study_run_state', 'institution', 'SELECT, INSERT, UPDATE (state, done, began_at, ended_at, why)',
    false);
SELECT audit_guard('study_block', 'institution', 'SELECT, INSERT', false);
SELECT audit_guard('study_result', 'institution', 'SELECT, INSERT');
SELECT audit_guard('study_outcome', 'institution', 'SELECT, INSERT');
SELECT audit_guard('study_proposal', 'negotiation', 'SELECT, INSERT');
SELECT audit_guard('study_score', 'institution', 'SELECT, INSERT');
SELECT audit_wall('study_study');
SELECT audit_wall('study_input');
SELECT audit_wall('study_run');
SELECT audit_wall('study_run_input');
SELECT audit_wall('study_block');
SELECT audit_wall('study_result');
SELECT audit_wall('study_outcome');
SELECT audit_wall('study_proposal');
SELECT audit_wall('study_score');
-- The journal takes the digests of what is large, never its bytes.
CREATE FUNCTION study_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE n bigint; t text;
BEGIN
    SELECT count(*), string_agg(encode(digest, 'hex'), chr(10)) INTO n, t FROM new_rows;
    IF n > 0 THEN PERFORM audit_record(TG_TABLE_NAME, 'insert', n, t); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER journal_insert AFTER INSERT ON study_input REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION study_note();
CREATE TRIGGER journal_insert AFTER INSERT ON study_block REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION study_note();
