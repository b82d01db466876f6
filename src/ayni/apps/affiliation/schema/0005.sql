-- A movement comes from a roster, from a merger of associations (the paper of the merger is then its evidence), or,
-- when families leave, from the end of their agreement or adhesion.
ALTER TABLE affiliation_movement ADD COLUMN party_change int REFERENCES alliance_party_change;
ALTER TABLE affiliation_movement ADD CONSTRAINT one_source CHECK (num_nonnulls(roster, party_change) = 1
    OR (num_nonnulls(roster, party_change) = 0 AND kind = 'exclusion'));
CREATE INDEX affiliation_movement_party_change ON affiliation_movement (party_change)
    WHERE party_change IS NOT NULL;
