-- Institutions (tenants), mandates of their users, keys of programmes that ask.
CREATE TABLE access_institution (
    id          int PRIMARY KEY,
    institution int GENERATED ALWAYS AS (id) STORED,
    code        text NOT NULL UNIQUE,
    name        text NOT NULL,
    country     text NOT NULL CHECK (country ~ '^[a-z]{{2}}$'),
    time_zone   text NOT NULL,
    currency    text NOT NULL CHECK (currency ~ '^[A-Z]{{3}}$'),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry
);
SELECT audit_guard('access_institution', 'open', 'SELECT, INSERT');
SELECT audit_wall('access_institution');
CREATE POLICY numbers_reader ON access_institution FOR SELECT TO {owner} USING (true);
CREATE FUNCTION access_institution_numbers() RETURNS SETOF int LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public AS $$ SELECT id FROM access_institution ORDER BY id $$;
GRANT EXECUTE ON FUNCTION access_institution_numbers() TO {app};

-- Marks of this installation: demo mode is a row here, made once, never taken away.
CREATE TABLE access_mark (
    name    text PRIMARY KEY,
    value   jsonb NOT NULL,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
GRANT SELECT, INSERT ON access_mark TO {app};
GRANT SELECT ON access_mark TO {auditor};
SELECT audit_wall('access_mark');

-- What a user may do, where, from when until when.
CREATE TABLE access_mandate (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    "user"      int NOT NULL REFERENCES access_user (id),
    institution int NOT NULL REFERENCES access_institution,
    role        text NOT NULL CHECK (role IN
        ('affiliation', 'collection', 'auditor', 'head', 'secretary', 'clerk')),
    association int,
    facility    int,
    starts      date NOT NULL,
    ends        date CHECK (ends > starts),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    CHECK ((role = 'secretary') = (association IS NOT NULL)),
    CHECK ((role = 'clerk') = (facility IS NOT NULL))
);
CREATE INDEX access_mandate_user ON access_mandate ("user");
SELECT audit_guard('access_mandate', 'association', 'SELECT, INSERT, UPDATE (ends)');
-- A user reads his own mandates at sign-in, before any institution is chosen.
CREATE POLICY reach_own ON access_mandate FOR SELECT USING ("user" = (SELECT ayni_user()));

-- Keys of programmes: only a digest is kept.
CREATE TABLE access_token (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    digest      bytea NOT NULL UNIQUE CHECK (length(digest) = 32),
    name        text NOT NULL,
    role        text NOT NULL CHECK (role IN ('clerk', 'auditor')),
    facility    int,
    starts      date NOT NULL,
    ends        date CHECK (ends > starts),
    revoked_at  timestamptz,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry
);
SELECT audit_guard('access_token', 'institution', 'SELECT, INSERT, UPDATE (revoked_at)');
-- The one question that may be asked of a key before its institution is known.
CREATE POLICY token_reader ON access_token TO {owner} USING (true);
CREATE FUNCTION access_token_holder(asked bytea, on_day date)
RETURNS TABLE (institution int, name text, role text, facility int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT t.institution, t.name, t.role, t.facility FROM access_token t
    WHERE t.digest = asked AND t.revoked_at IS NULL
      AND t.starts <= on_day AND (t.ends IS NULL OR on_day < t.ends)
$$;
GRANT EXECUTE ON FUNCTION access_token_holder(bytea, date) TO {app};

-- How far long work has come: what the progress page shows. No fact, no journal.
CREATE TABLE access_progress (
    job        text NOT NULL,
    stage      text NOT NULL,
    position   int NOT NULL,
    state      text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    done       bigint NOT NULL DEFAULT 0,
    total      bigint NOT NULL DEFAULT 0,
    seconds    double precision NOT NULL DEFAULT 0,
    note       text NOT NULL DEFAULT '',
    PRIMARY KEY (job, stage)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON access_progress TO {app};
GRANT SELECT ON access_progress TO {auditor};
