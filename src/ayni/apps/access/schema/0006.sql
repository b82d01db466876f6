-- An officer of an association becomes a user by invitation: a link for one use, of which only a digest is kept.
CREATE TABLE access_invitation (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    association int NOT NULL,
    digest      bytea NOT NULL UNIQUE CHECK (length(digest) = 32),
    role        text NOT NULL CHECK (role IN ('secretary', 'representative')),
    name        text NOT NULL CHECK (length(btrim(name)) BETWEEN 1 AND 120),
    -- the mandate that taking it gives
    starts      date NOT NULL,
    ends        date CHECK (ends > starts),
    -- the first day on which the link no longer opens
    expires     date NOT NULL,
    used_on     date,
    revoked_on  date,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry
);
SELECT audit_guard('access_invitation', 'institution', 'SELECT, INSERT, UPDATE (used_on, revoked_on)');
ALTER TABLE access_mandate ADD COLUMN invitation int REFERENCES access_invitation;
CREATE INDEX access_mandate_invitation ON access_mandate (invitation);

-- A mandate whose office ended before it began holds on no day.
ALTER TABLE access_mandate DROP CONSTRAINT access_mandate_check;
ALTER TABLE access_mandate ADD CONSTRAINT access_mandate_ends_check CHECK (ends >= starts);

-- Used once: whoever comes second finds it used; nothing is taken back or used twice.
CREATE FUNCTION access_check_invitation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.used_on IS NOT NULL OR OLD.revoked_on IS NOT NULL THEN
        RAISE EXCEPTION 'ayni: the invitation is closed' USING ERRCODE = 'AY023';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER once BEFORE UPDATE ON access_invitation
    FOR EACH ROW EXECUTE FUNCTION access_check_invitation();

-- The one question that may be asked of a link before its institution is known.
CREATE POLICY invitation_reader ON access_invitation FOR SELECT TO {owner} USING (true);
CREATE FUNCTION access_invitation_of(asked bytea, on_day date)
RETURNS TABLE (id int, institution int, association int, role text, name text, starts date, ends date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT i.id, i.institution, i.association, i.role, i.name, i.starts, i.ends FROM access_invitation i
    WHERE i.digest = asked AND i.used_on IS NULL AND i.revoked_on IS NULL AND on_day < i.expires
      AND (i.ends IS NULL OR on_day < i.ends)
$$;
GRANT EXECUTE ON FUNCTION access_invitation_of(bytea, date) TO {app};
