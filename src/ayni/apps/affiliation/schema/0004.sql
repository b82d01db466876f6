-- Families also leave because their agreement ended or their association left it: such a movement names the step
-- or the adhesion's own end instead of a roster.
ALTER TABLE affiliation_movement ALTER COLUMN roster DROP NOT NULL;
ALTER TABLE affiliation_movement ADD COLUMN step bigint REFERENCES alliance_agreement_event;
CREATE INDEX affiliation_movement_step ON affiliation_movement (adhesion) WHERE roster IS NULL;
