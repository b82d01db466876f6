-- Who has been the insured person of which family: a pair is written once and stays. A line of a month names such
-- a pair, and one key into this small table proves both its family and its insured person (a key into all persons,
-- five times as many, cost an assessment a quarter of its time).
CREATE TABLE affiliation_insured (
    family      bigint NOT NULL REFERENCES registry_family,
    insured     bigint NOT NULL REFERENCES registry_person,
    institution int NOT NULL,
    -- the one that affiliated them so first
    association int NOT NULL,
    entry       bigint NOT NULL DEFAULT audit_current_entry(),
    PRIMARY KEY (family, insured)
);
INSERT INTO affiliation_insured (family, insured, institution, association, entry)
SELECT DISTINCT ON (family, insured) family, insured, institution, association, entry
FROM affiliation_movement ORDER BY family, insured, id;
SELECT audit_guard('affiliation_insured', 'association', 'SELECT, INSERT', false);
SELECT audit_wall('affiliation_insured');

-- What an assessment reads, without a visit to the table: families in the order of their adhesions. By relation,
-- of which the planner knows how often it occurs; of person = insured it knows nothing.
DROP INDEX affiliation_span_insured;
CREATE INDEX affiliation_span_insured ON affiliation_span (adhesion, family)
    INCLUDE (association, insured, position, activity, declared_income, institution, starts, ends)
    WHERE relation = 'insured';
