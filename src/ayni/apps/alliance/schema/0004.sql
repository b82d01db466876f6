-- Associations and their people: the tree by dates, legal numbers, papers, activities, seat, officers, changes.

-- The institution writes; an association reads what is its own.
CREATE FUNCTION alliance_guard_party(tab regclass, verbs text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM audit_guard(tab, 'institution', verbs);
    EXECUTE format('CREATE POLICY reach_own ON %s FOR SELECT USING (institution = (SELECT ayni_institution())
        AND association = ANY (coalesce((SELECT ayni_associations()), ''{{}}'')))', tab);
END $$;

-- What has ended stays ended; the entry that ended it is kept beside the entry that began it.
CREATE FUNCTION alliance_check_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ends IS NOT NULL THEN
        RAISE EXCEPTION 'ayni: % % has ended already', TG_TABLE_NAME, OLD.id USING ERRCODE = 'AY022';
    END IF;
    NEW.closed := audit_current_entry();
    RETURN NEW;
END $$;

-- Who belongs to whom, from a day to a day. No first day: since before the register.
CREATE TABLE alliance_membership (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    -- the one that belongs
    association int NOT NULL REFERENCES alliance_association,
    parent      int NOT NULL REFERENCES alliance_association,
    starts      date,
    ends        date,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    closed      bigint REFERENCES audit_entry,
    CONSTRAINT ends_later CHECK (ends > starts),
    CONSTRAINT not_itself CHECK (parent <> association),
    CONSTRAINT one_parent EXCLUDE USING gist (int4range(association, association, '[]') WITH &&,
        daterange(starts, ends) WITH &&)
);
CREATE INDEX alliance_membership_parent ON alliance_membership (parent);
-- Nobody stands above himself on any day. Whoever writes waits for who writes before, then looks up the tree,
-- keeping the days on which every step holds.
CREATE FUNCTION alliance_check_membership() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(4146904, NEW.institution);
    IF (SELECT count(*) FROM alliance_association a
        WHERE a.id IN (NEW.association, NEW.parent) AND a.institution = NEW.institution)
       <> 1 + (NEW.association <> NEW.parent)::int THEN
        RAISE EXCEPTION 'ayni: both stand in one institution' USING ERRCODE = 'AY021';
    END IF;
    IF EXISTS (
        WITH RECURSIVE above (body, days) AS (
            SELECT NEW.parent, daterange(NEW.starts, NEW.ends)
            UNION
            SELECT m.parent, a.days * daterange(m.starts, m.ends) FROM above a
            JOIN alliance_membership m ON m.association = a.body AND daterange(m.starts, m.ends) && a.days
        ) SELECT 1 FROM above WHERE body = NEW.association
    ) THEN
        RAISE EXCEPTION 'ayni: % would stand above itself', NEW.association USING ERRCODE = 'AY020';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER no_cycle BEFORE INSERT ON alliance_membership
    FOR EACH ROW EXECUTE FUNCTION alliance_check_membership();
CREATE TRIGGER ends_once BEFORE UPDATE ON alliance_membership
    FOR EACH ROW EXECUTE FUNCTION alliance_check_end();
SELECT alliance_guard_party('alliance_membership', 'SELECT, INSERT, UPDATE (ends)');

-- Legal numbers, as the country writes them without signs: one in force of each kind, and nobody else's.
CREATE TABLE alliance_identity (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    association int NOT NULL REFERENCES alliance_association,
    country     text NOT NULL CHECK (country ~ '^[a-z]{{2}}$'),
    kind        text NOT NULL,
    number      text NOT NULL CHECK (number ~ '^[0-9A-Z]{{6,20}}$'),
    -- none: since before the register
    starts      date,
    ends        date CHECK (ends >= starts),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    closed      bigint REFERENCES audit_entry
);
CREATE UNIQUE INDEX alliance_identity_one ON alliance_identity (association, country, kind) WHERE ends IS NULL;
CREATE UNIQUE INDEX alliance_identity_number ON alliance_identity (institution, country, kind, number)
    WHERE ends IS NULL;
CREATE TRIGGER ends_once BEFORE UPDATE ON alliance_identity
    FOR EACH ROW EXECUTE FUNCTION alliance_check_end();
SELECT alliance_guard_party('alliance_identity', 'SELECT, INSERT, UPDATE (ends)');

-- Papers that show legal standing. The newest of its kind rules; a correction is a newer one.
CREATE TABLE alliance_evidence (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    association int NOT NULL REFERENCES alliance_association,
    kind        text NOT NULL,
    document    bigint NOT NULL REFERENCES document_file,
    issued      date NOT NULL,
    expires     date CHECK (expires > issued),
    -- equity, reserve: minor units
    amount      bigint CHECK (amount >= 0),
    currency    text CHECK (currency ~ '^[A-Z]{{3}}$'),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    CHECK ((amount IS NULL) = (currency IS NULL))
);
CREATE INDEX alliance_evidence_of ON alliance_evidence (association, kind, issued);
SELECT alliance_guard_party('alliance_evidence', 'SELECT, INSERT');
SELECT audit_wall('alliance_evidence');

-- What its people work at, by ISIC Rev. 4 class; `core.alliance.isic` knows the classes.
CREATE TABLE alliance_activity (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    association int NOT NULL REFERENCES alliance_association,
    isic        text NOT NULL CHECK (isic ~ '^[0-9]{{4}}$'),
    starts      date NOT NULL,
    ends        date CHECK (ends >= starts),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    closed      bigint REFERENCES audit_entry
);
CREATE UNIQUE INDEX alliance_activity_one ON alliance_activity (association, isic) WHERE ends IS NULL;
CREATE TRIGGER ends_once BEFORE UPDATE ON alliance_activity
    FOR EACH ROW EXECUTE FUNCTION alliance_check_end();
SELECT alliance_guard_party('alliance_activity', 'SELECT, INSERT, UPDATE (ends)');

-- Where it has its seat: the district in words, and its official code where the country has one (ubigeo).
CREATE TABLE alliance_seat (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    association int NOT NULL REFERENCES alliance_association,
    district    text NOT NULL CHECK (length(btrim(district)) BETWEEN 1 AND 120),
    code        text CHECK (code ~ '^[0-9]{{1,10}}$'),
    starts      date NOT NULL,
    ends        date CHECK (ends >= starts),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    closed      bigint REFERENCES audit_entry
);
CREATE UNIQUE INDEX alliance_seat_one ON alliance_seat (association) WHERE ends IS NULL;
CREATE TRIGGER ends_once BEFORE UPDATE ON alliance_seat
    FOR EACH ROW EXECUTE FUNCTION alliance_check_end();
SELECT alliance_guard_party('alliance_seat', 'SELECT, INSERT, UPDATE (ends)');

-- Who holds which office, from a day to a day.
CREATE TABLE alliance_officer (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    association int NOT NULL REFERENCES alliance_association,
    name        text NOT NULL CHECK (length(btrim(name)) BETWEEN 1 AND 120),
    office      text NOT NULL CHECK (office IN
        ('president', 'vice_president', 'secretary', 'treasurer', 'manager', 'legal_representative')),
    phone       text CHECK (length(phone) <= 40),
    email       text CHECK (length(email) <= 120),
    starts      date NOT NULL,
    ends        date CHECK (ends > starts),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    closed      bigint REFERENCES audit_entry
);
CREATE INDEX alliance_officer_of ON alliance_officer (association);
-- A mandate may have its last day from the beginning; it may still be shortened.
CREATE FUNCTION alliance_check_office() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.ends IS NULL OR NEW.ends >= OLD.ends THEN
        RAISE EXCEPTION 'ayni: an office is only shortened; a new mandate is a new row' USING ERRCODE = 'AY022';
    END IF;
    NEW.closed := audit_current_entry();
    RETURN NEW;
END $$;
CREATE TRIGGER ends_earlier BEFORE UPDATE ON alliance_officer
    FOR EACH ROW EXECUTE FUNCTION alliance_check_office();
SELECT alliance_guard_party('alliance_officer', 'SELECT, INSERT, UPDATE (ends)');
-- Which invitations an officer was sent.
CREATE TABLE alliance_officer_invitation (
    invitation  int PRIMARY KEY REFERENCES access_invitation,
    institution int NOT NULL REFERENCES access_institution,
    association int NOT NULL REFERENCES alliance_association,
    officer     int NOT NULL REFERENCES alliance_officer,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry
);
CREATE INDEX alliance_officer_invitation_officer ON alliance_officer_invitation (officer);
SELECT alliance_guard_party('alliance_officer_invitation', 'SELECT, INSERT');
SELECT audit_wall('alliance_officer_invitation');

-- What became of a party: facts with day, reason and paper. A name is that of the newest renaming by day.
CREATE TABLE alliance_party_change (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    association int NOT NULL REFERENCES alliance_association,
    kind        text NOT NULL CHECK (kind IN ('rename', 'merger', 'split')),
    day         date NOT NULL,
    -- renamed: the names; merged into, split off: the other
    old_name    text CHECK (length(btrim(old_name)) BETWEEN 1 AND 200),
    new_name    text CHECK (length(btrim(new_name)) BETWEEN 1 AND 200),
    other       int REFERENCES alliance_association,
    why         text NOT NULL CHECK (length(btrim(why)) BETWEEN 1 AND 1000),
    document    bigint REFERENCES document_file,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    CHECK (other <> association),
    CHECK ((kind = 'rename') = (num_nonnulls(old_name, new_name) = 2)),
    CHECK ((kind = 'rename') = (other IS NULL)),
    CHECK (kind <> 'rename' OR old_name <> new_name)
);
CREATE INDEX alliance_party_change_of ON alliance_party_change (association, day);
CREATE INDEX alliance_party_change_other ON alliance_party_change (other);
-- Whoever was merged is merged once.
CREATE UNIQUE INDEX alliance_party_change_merged ON alliance_party_change (association) WHERE kind = 'merger';
SELECT alliance_guard_party('alliance_party_change', 'SELECT, INSERT');
SELECT audit_wall('alliance_party_change');

-- The association's row shows the name in force: what a renaming writes, and nothing else changes.
DROP TRIGGER wall ON alliance_association;
CREATE FUNCTION alliance_refuse_but_renaming() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('ayni.renaming', true) = 'on'
       -- `association` is generated after the triggers
       AND to_jsonb(NEW) - 'name' - 'association' = to_jsonb(OLD) - 'name' - 'association' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'ayni: % is append-only; only a renaming changes its name', TG_TABLE_NAME
        USING ERRCODE = 'AY002';
END $$;
CREATE TRIGGER wall BEFORE UPDATE OR DELETE ON alliance_association
    FOR EACH ROW EXECUTE FUNCTION alliance_refuse_but_renaming();
CREATE TRIGGER journal_update AFTER UPDATE ON alliance_association REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION audit_note();
CREATE FUNCTION alliance_take_name() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
BEGIN
    PERFORM set_config('ayni.renaming', 'on', true);
    UPDATE alliance_association a SET name = (SELECT c.new_name FROM alliance_party_change c
        WHERE c.association = a.id AND c.kind = 'rename' ORDER BY c.day DESC, c.id DESC LIMIT 1)
    WHERE a.id = NEW.association;
    PERFORM set_config('ayni.renaming', '', true);
    RETURN NULL;
END $$;
CREATE TRIGGER takes_name AFTER INSERT ON alliance_party_change
    FOR EACH ROW WHEN (NEW.kind = 'rename') EXECUTE FUNCTION alliance_take_name();

-- What the register held before: who belonged to whom and the tax numbers (once, when the file runs).
DO $$
DECLARE one record;
BEGIN
    FOR one IN SELECT id FROM access_institution ORDER BY id
    LOOP
        PERFORM set_config('ayni.institution', one.id::text, true),
            set_config('ayni.scope', 'institution', true), set_config('ayni.actor', 'sistema', true),
            set_config('ayni.role', 'system', true), set_config('ayni.entry', '', true),
            set_config('ayni.reason', 'escribir el árbol de las asociaciones', true);
        INSERT INTO alliance_membership (institution, association, parent)
        SELECT institution, id, parent FROM alliance_association
        WHERE parent IS NOT NULL AND institution = one.id ORDER BY id;
        INSERT INTO alliance_identity (institution, association, country, kind, number)
        SELECT DISTINCT ON (a.tax_number) a.institution, a.id, 'pe', 'RUC', a.tax_number
        FROM alliance_association a JOIN access_institution i ON i.id = a.institution
        WHERE i.id = one.id AND i.country = 'pe' AND a.tax_number ~ '^[0-9]{{11}}$'
        ORDER BY a.tax_number, a.id;
    END LOOP;
END $$;
DROP FUNCTION alliance_guard_party(regclass, text);
