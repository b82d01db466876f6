-- Associations, agreements, adhesions; the law each version pins.
CREATE TABLE alliance_association (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    association int GENERATED ALWAYS AS (id) STORED,
    parent      int REFERENCES alliance_association,
    kind        text NOT NULL CHECK (kind IN ('national', 'central', 'cooperative', 'committee')),
    code        text NOT NULL,
    name        text NOT NULL,
    tax_number  text,
    region      text NOT NULL,
    activity    text NOT NULL,
    example     boolean NOT NULL,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (institution, code),
    UNIQUE (institution, id)
);
-- The canonical text of a scheme by digest, rules and parameters apart: old months recompute from here.
CREATE TABLE alliance_scheme_text (
    digest      bytea NOT NULL CHECK (length(digest) = 32 AND digest = sha256(convert_to(text, 'UTF8'))),
    institution int NOT NULL REFERENCES access_institution,
    part        text NOT NULL CHECK (part IN ('rules', 'parameters')),
    text        text NOT NULL,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    PRIMARY KEY (institution, digest)
);
-- Schemes by number: what affiliation spans and contribution records name.
CREATE TABLE alliance_scheme (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    code        text NOT NULL,
    regime      text NOT NULL,
    UNIQUE (institution, code)
);
CREATE TABLE alliance_agreement (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    association int NOT NULL REFERENCES alliance_association,
    code        text NOT NULL,
    scheme      int NOT NULL REFERENCES alliance_scheme,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (institution, code)
);
CREATE TABLE alliance_agreement_version (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    agreement   int NOT NULL REFERENCES alliance_agreement,
    number      int NOT NULL CHECK (number > 0),
    rules       bytea NOT NULL,
    parameters  bytea NOT NULL,
    terms       jsonb NOT NULL,
    signed_on   date NOT NULL,
    starts      date NOT NULL,
    ends        date CHECK (ends > starts),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (agreement, number),
    FOREIGN KEY (institution, rules) REFERENCES alliance_scheme_text (institution, digest),
    FOREIGN KEY (institution, parameters) REFERENCES alliance_scheme_text (institution, digest),
    EXCLUDE USING gist (int4range(agreement, agreement, '[]') WITH &&, daterange(starts, ends) WITH &&)
);
CREATE TABLE alliance_adhesion (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    agreement   int NOT NULL REFERENCES alliance_agreement,
    association int NOT NULL REFERENCES alliance_association,
    payer       int NOT NULL REFERENCES alliance_association,
    facility    int REFERENCES registry_facility,
    code        text NOT NULL,
    starts      date NOT NULL,
    ends        date CHECK (ends > starts),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (institution, code),
    UNIQUE (id, association),
    EXCLUDE USING gist (int4range(agreement, agreement, '[]') WITH &&,
        int4range(association, association, '[]') WITH &&, daterange(starts, ends) WITH &&)
);
SELECT audit_guard('alliance_association', 'clinic', 'SELECT, INSERT');
SELECT audit_guard('alliance_scheme_text', 'open', 'SELECT, INSERT');
SELECT audit_guard('alliance_scheme', 'open', 'SELECT, INSERT');
-- The framework is the national body's row, yet each adherent reads the agreement it stands under.
SELECT audit_guard('alliance_agreement', 'open', 'SELECT, INSERT');
SELECT audit_guard('alliance_agreement_version', 'open', 'SELECT, INSERT, UPDATE (ends)');
SELECT audit_guard('alliance_adhesion', 'clinic', 'SELECT, INSERT, UPDATE (ends)');
SELECT audit_wall('alliance_scheme_text');
SELECT audit_wall('alliance_scheme');
SELECT audit_wall('alliance_agreement');
SELECT audit_wall('alliance_association');
