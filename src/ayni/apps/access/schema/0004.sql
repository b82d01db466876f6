-- Three more roles: the institution's negotiator, an association's representative, and an adviser who reads
-- and comments at the negotiating table and changes nothing.
ALTER TABLE access_mandate DROP CONSTRAINT access_mandate_role_check;
ALTER TABLE access_mandate ADD CONSTRAINT access_mandate_role_check CHECK (role IN
    ('affiliation', 'collection', 'auditor', 'head', 'negotiator', 'secretary', 'representative', 'clerk',
     'observer'));
ALTER TABLE access_mandate DROP CONSTRAINT access_mandate_check1;
ALTER TABLE access_mandate ADD CONSTRAINT access_mandate_association_check
    CHECK ((role IN ('secretary', 'representative')) = (association IS NOT NULL));
