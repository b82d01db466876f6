-- Rosters received, movements (facts), spans (derived; they carry the rule against double affiliation).
CREATE TABLE affiliation_roster (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    association int NOT NULL,
    adhesion    int NOT NULL,
    month       int NOT NULL,
    document    bigint NOT NULL REFERENCES document_file,
    name        text NOT NULL,
    as_of       date NOT NULL,
    layout      jsonb NOT NULL,
    rows        int NOT NULL CHECK (rows >= 0),
    accepted    int NOT NULL CHECK (accepted >= 0),
    refused     int NOT NULL CHECK (refused >= 0),
    doubtful    int NOT NULL CHECK (doubtful >= 0),
    duplicate   int NOT NULL CHECK (duplicate >= 0),
    families    int NOT NULL CHECK (families >= 0),
    received_by text NOT NULL,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    FOREIGN KEY (adhesion, association) REFERENCES alliance_adhesion (id, association),
    UNIQUE (adhesion, month, document),
    UNIQUE (id, adhesion),
    -- invariant 8: every person written in the file is accounted for
    CONSTRAINT rows_accounted CHECK (rows = accepted + refused + doubtful + duplicate)
);
CREATE TABLE affiliation_roster_problem (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    association int NOT NULL,
    roster      bigint NOT NULL REFERENCES affiliation_roster,
    sheet       text NOT NULL,
    row         int NOT NULL,
    "column"    text NOT NULL,
    cell        text NOT NULL,
    value       text,
    kind        text NOT NULL,
    severity    text NOT NULL CHECK (severity IN ('note', 'doubt', 'refuse')),
    proposed    text
);
CREATE INDEX affiliation_roster_problem_roster ON affiliation_roster_problem (roster, id);
-- One fact: this roster took effect for its month. The newest one per month rules.
CREATE TABLE affiliation_roster_applied (
    roster      bigint PRIMARY KEY,
    institution int NOT NULL,
    association int NOT NULL,
    adhesion    int NOT NULL,
    month       int NOT NULL,
    included    int NOT NULL,
    excluded    int NOT NULL,
    changed     int NOT NULL,
    unchanged   int NOT NULL,
    -- accepted in the file, yet somebody else's by the time it took effect
    left_out    int NOT NULL CHECK (left_out >= 0),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    FOREIGN KEY (roster, adhesion) REFERENCES affiliation_roster (id, adhesion)
);
CREATE INDEX affiliation_roster_applied_month ON affiliation_roster_applied (adhesion, month, entry);
-- The facts: who came in, who left, what changed, from which day.
CREATE TABLE affiliation_movement (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    association int NOT NULL,
    adhesion    int NOT NULL,
    roster      bigint NOT NULL REFERENCES affiliation_roster,
    scheme      int NOT NULL,
    person      bigint NOT NULL REFERENCES registry_person,
    family      bigint NOT NULL REFERENCES registry_family,
    insured     bigint NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('inclusion', 'exclusion', 'change')),
    relation    text NOT NULL,
    day         date NOT NULL,
    position    int NOT NULL,
    activity    text,
    declared_income bigint CHECK (declared_income >= 0),
    entry       bigint NOT NULL DEFAULT audit_current_entry(),
    FOREIGN KEY (adhesion, association) REFERENCES alliance_adhesion (id, association)
);
CREATE INDEX affiliation_movement_person ON affiliation_movement (person, scheme);
-- Derived from movements; `ayni rebuild affiliation` finds no difference.
CREATE TABLE affiliation_span (
    institution int NOT NULL,
    association int NOT NULL,
    adhesion    int NOT NULL,
    scheme      int NOT NULL,
    -- canonical person
    person      bigint NOT NULL REFERENCES registry_person,
    family      bigint NOT NULL,
    insured     bigint NOT NULL,
    relation    text NOT NULL,
    starts      date NOT NULL,
    ends        date,
    position    int NOT NULL,
    activity    text,
    declared_income bigint,
    FOREIGN KEY (adhesion, association) REFERENCES alliance_adhesion (id, association),
    CHECK (ends > starts),
    CHECK ((relation = 'insured') = (person = insured)),
    -- invariant 4: nobody in two affiliations of a scheme at once, whatever the concurrency
    CONSTRAINT one_affiliation EXCLUDE USING gist (int8range(person, person, '[]') WITH &&,
        int8range(scheme, scheme, '[]') WITH &&, daterange(starts, ends) WITH &&)
);
CREATE INDEX affiliation_span_person ON affiliation_span (person);
CREATE INDEX affiliation_span_adhesion ON affiliation_span (adhesion, starts);
CREATE INDEX affiliation_span_family ON affiliation_span (family);
-- what an assessment reads
CREATE INDEX affiliation_span_insured ON affiliation_span (adhesion) WHERE person = insured;

SELECT audit_guard('affiliation_roster', 'association', 'SELECT, INSERT');
SELECT audit_guard('affiliation_roster_problem', 'association', 'SELECT, INSERT', false);
SELECT audit_guard('affiliation_roster_applied', 'association', 'SELECT, INSERT');
SELECT audit_guard('affiliation_movement', 'association', 'SELECT, INSERT', false);
SELECT audit_guard('affiliation_span', 'clinic', 'SELECT, INSERT, UPDATE, DELETE', false);
SELECT audit_wall('affiliation_roster');
SELECT audit_wall_but_erasure('affiliation_roster_problem');
SELECT audit_wall('affiliation_roster_applied');
SELECT audit_wall('affiliation_movement');
-- Movements are many: the journal takes their number and a digest of their keys.
CREATE FUNCTION affiliation_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE n bigint; t text;
BEGIN
    SELECT count(*), string_agg(person || kind || day, ',') INTO n, t FROM new_rows;
    IF n > 0 THEN PERFORM audit_record('affiliation_movement', 'insert', n, t); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER journal_insert AFTER INSERT ON affiliation_movement
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION affiliation_note();

-- People are seen by the association that affiliates them; the policy needs the spans, so it stands here.
SELECT audit_guard('registry_person', 'open', 'SELECT, INSERT, UPDATE (canonical)', false);
SELECT audit_guard('registry_family', 'open', 'SELECT, INSERT', false);
SELECT audit_guard('registry_person_fact', 'person', 'SELECT, INSERT', false);
SELECT audit_guard('registry_identifier', 'person', 'SELECT, INSERT', false);
CREATE TRIGGER journal_update AFTER UPDATE ON registry_person REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION audit_note();
CREATE FUNCTION registry_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE n bigint; t text;
BEGIN
    SELECT count(*), string_agg(encode(digest, 'hex'), '') INTO n, t FROM new_rows;
    IF n > 0 THEN PERFORM audit_record('registry_person_fact', 'insert', n, t); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER journal_insert AFTER INSERT ON registry_person_fact
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION registry_note();
