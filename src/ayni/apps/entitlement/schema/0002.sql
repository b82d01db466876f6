-- Derived: days of cover after leaving, by the months contributed before, of an insured person who left. A dependant
-- whose affiliation ended the same day (`ended`, its first day without) is covered on them too.
CREATE TABLE entitlement_latency (
    institution int NOT NULL,
    person      bigint NOT NULL,
    scheme      int NOT NULL,
    ended       date NOT NULL,
    starts      date NOT NULL,
    ends        date NOT NULL,
    PRIMARY KEY (person, scheme, starts),
    CHECK (ended <= starts AND starts < ends)
);
SELECT audit_guard('entitlement_latency', 'person', 'SELECT, INSERT, UPDATE, DELETE', false);
