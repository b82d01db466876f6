-- The studies of exchanges of experience, by key: a study made in an exchange or for it, and one that what became of a
-- commitment led to. Names written before this table, and studies that lie elsewhere, stay words of the follow-up.
CREATE TABLE study_exchange (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    study       int NOT NULL,
    exchange    int,
    follow_up   int UNIQUE,
    linked_by   text NOT NULL,
    linked_on   date NOT NULL,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (exchange, study),
    CHECK (num_nonnulls(exchange, follow_up) = 1),
    FOREIGN KEY (institution, study) REFERENCES study_study (institution, id),
    FOREIGN KEY (institution, exchange) REFERENCES alliance_exchange (institution, id),
    FOREIGN KEY (institution, follow_up) REFERENCES alliance_follow_up (institution, id)
);
CREATE INDEX study_exchange_study ON study_exchange (study);

SELECT audit_guard('study_exchange', 'institution', 'SELECT, INSERT');
SELECT audit_wall('study_exchange');
