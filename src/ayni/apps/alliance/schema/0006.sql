-- How many members an association says it has, and on which day: what coverage and the least share are measured
-- against. What is written later of the same day corrects what was written before.
CREATE TABLE alliance_members (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    association int NOT NULL REFERENCES alliance_association,
    members     int NOT NULL CHECK (members BETWEEN 1 AND 10000000),
    counted_on  date NOT NULL,
    -- who counted, or where it was read: the register of members, a census
    source      text NOT NULL CHECK (length(btrim(source)) BETWEEN 1 AND 200),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    FOREIGN KEY (institution, association) REFERENCES alliance_association (institution, id)
);
CREATE INDEX alliance_members_day ON alliance_members (association, counted_on, id);
SELECT audit_guard('alliance_members', 'association', 'SELECT, INSERT');
SELECT audit_wall('alliance_members');
