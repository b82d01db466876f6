-- A movement comes from a roster or from a merger of associations: the paper of the merger is then its evidence.
ALTER TABLE affiliation_movement ALTER COLUMN roster DROP NOT NULL;
ALTER TABLE affiliation_movement ADD COLUMN party_change int REFERENCES alliance_party_change;
ALTER TABLE affiliation_movement ADD CONSTRAINT one_source CHECK (num_nonnulls(roster, party_change) = 1);
CREATE INDEX affiliation_movement_party_change ON affiliation_movement (party_change)
    WHERE party_change IS NOT NULL;
