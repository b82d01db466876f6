-- Own terms say why they were set; what is set again from the same day on takes the place of what was set before.
ALTER TABLE alliance_adhesion_terms
    ADD COLUMN why text NOT NULL DEFAULT '' CHECK (length(why) <= 1000),
    DROP CONSTRAINT alliance_adhesion_terms_adhesion_version_starts_key;
CREATE INDEX alliance_adhesion_terms_newest ON alliance_adhesion_terms (adhesion, version, starts, id);
