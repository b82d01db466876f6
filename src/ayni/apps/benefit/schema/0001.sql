-- The cost of care as the institution tells it: sums by adhesion, month and benefit line, never a person.

-- Files of costs are kept as other files are. The kinds there are stay, whichever room added them before.
DO $$
DECLARE now_allowed text;
BEGIN
    SELECT pg_get_expr(c.conbin, c.conrelid) INTO now_allowed FROM pg_constraint c
        WHERE c.conrelid = 'document_file'::regclass AND c.conname = 'document_file_kind_check';
    ALTER TABLE document_file DROP CONSTRAINT document_file_kind_check;
    EXECUTE format('ALTER TABLE document_file ADD CONSTRAINT document_file_kind_check CHECK (%s OR kind = %L)',
        now_allowed, 'care_cost');
END $$;

-- A file received, read and found without fault; what it tells counts once it is confirmed.
CREATE TABLE benefit_cost_file (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    document    bigint NOT NULL REFERENCES document_file,
    name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    received_by text NOT NULL,
    received_at timestamptz NOT NULL,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (institution, document),
    UNIQUE (institution, id)
);
-- A file confirmed, once. Later numbers are newer tellings.
CREATE TABLE benefit_telling (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    file        int NOT NULL UNIQUE,
    rows        int NOT NULL CHECK (rows > 0),
    told_by     text NOT NULL,
    told_at     timestamptz NOT NULL,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (institution, id),
    FOREIGN KEY (institution, file) REFERENCES benefit_cost_file (institution, id)
);
-- What was told. Told again, both stay and the newer holds; an empty line is all care together.
CREATE TABLE benefit_cost (
    institution int NOT NULL,
    telling     int NOT NULL,
    adhesion    int NOT NULL REFERENCES alliance_adhesion,
    association int NOT NULL REFERENCES alliance_association,
    month       int NOT NULL CHECK (month BETWEEN 23880 AND 26400),
    line        text NOT NULL CHECK (line = '' OR line ~ '^[a-z][a-z0-9_]{{0,79}}$'),
    services    int CHECK (services >= 0),
    amount      bigint NOT NULL CHECK (amount BETWEEN 0 AND 1000000000000000),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    PRIMARY KEY (adhesion, month, line, telling),
    FOREIGN KEY (institution, telling) REFERENCES benefit_telling (institution, id)
);
CREATE INDEX benefit_cost_month ON benefit_cost (institution, month);
CREATE INDEX benefit_cost_telling ON benefit_cost (telling);
-- An adhesion is of the same institution, and of the association it is told of.
CREATE FUNCTION benefit_check_adhesion() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM new_rows n LEFT JOIN alliance_adhesion d ON d.id = n.adhesion
        AND d.institution = n.institution AND d.association = n.association WHERE d.id IS NULL) THEN
        RAISE EXCEPTION 'ayni: the adhesion is not of this institution and association' USING ERRCODE = 'AY014';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER its_own AFTER INSERT ON benefit_cost REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION benefit_check_adhesion();

SELECT audit_guard('benefit_cost_file', 'institution', 'SELECT, INSERT');
SELECT audit_guard('benefit_telling', 'institution', 'SELECT, INSERT');
SELECT audit_guard('benefit_cost', 'institution', 'SELECT, INSERT');
SELECT audit_wall('benefit_cost_file');
SELECT audit_wall('benefit_telling');
SELECT audit_wall('benefit_cost');
