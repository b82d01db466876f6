-- What came may be told anew, as what care cost: the score of a later telling stands beside the earlier one, and rules.
ALTER TABLE study_score ADD COLUMN revision int NOT NULL DEFAULT 0 CHECK (revision >= 0),
    DROP CONSTRAINT study_score_pkey, ADD PRIMARY KEY (run, month, component, revision, known);
