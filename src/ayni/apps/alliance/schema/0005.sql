-- How large an employer is, and since when: facts of the party, on which the law of some schemes hangs. What is
-- written later of the same day corrects what was written before.
CREATE TABLE alliance_employer_size (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution  int NOT NULL REFERENCES access_institution,
    association  int NOT NULL REFERENCES alliance_association,
    starts       date NOT NULL,
    workers      int NOT NULL CHECK (workers BETWEEN 0 AND 10000000),
    -- a year's sales, in minor units of the institution's currency
    yearly_sales bigint NOT NULL CHECK (yearly_sales BETWEEN 0 AND 1000000000000000),
    -- where the figures were read: a declaration, a balance
    source       text NOT NULL CHECK (length(source) BETWEEN 1 AND 200),
    entry        bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    FOREIGN KEY (institution, association) REFERENCES alliance_association (institution, id)
);
CREATE INDEX alliance_employer_size_day ON alliance_employer_size (association, starts, id);
SELECT audit_guard('alliance_employer_size', 'association', 'SELECT, INSERT');
SELECT audit_wall('alliance_employer_size');
