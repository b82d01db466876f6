-- The journal, and the guard that every other table is put under.
-- {app}, {auditor} and {owner} are the names of the roles of this installation.

GRANT USAGE ON SCHEMA public TO {app}, {auditor};
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- Who acts: transaction-local settings, written by apps.access.actions.acting and by nothing else.
CREATE FUNCTION ayni_institution() RETURNS int LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('ayni.institution', true), '')::int $$;
CREATE FUNCTION ayni_scope() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('ayni.scope', true), '') $$;
CREATE FUNCTION ayni_associations() RETURNS int[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(string_to_array(nullif(current_setting('ayni.associations', true), ''), ',')::int[], '{{}}') $$;
CREATE FUNCTION ayni_user() RETURNS int LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('ayni.user', true), '')::int $$;

-- Months are numbers (12 * year + month - 1); these two read them for people.
CREATE FUNCTION month_text(month int) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT (month / 12)::text || '-' || lpad((month % 12 + 1)::text, 2, '0') $$;
CREATE FUNCTION month_start(month int) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT make_date(month / 12, month % 12 + 1, 1) $$;
CREATE FUNCTION month_of(day date) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT (extract(year FROM day) * 12 + extract(month FROM day) - 1)::int $$;

-- One entry per transaction: who, why. No personal values.
CREATE TABLE audit_entry (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    actor       text NOT NULL CHECK (btrim(actor) <> ''),
    role        text NOT NULL CHECK (btrim(role) <> ''),
    reason      text NOT NULL CHECK (btrim(reason) <> ''),
    xact        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- What the transaction changed: table, how many rows, a salted digest of them.
CREATE TABLE audit_change (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entry    bigint NOT NULL REFERENCES audit_entry,
    about    text NOT NULL,
    verb     text NOT NULL CHECK (verb IN ('insert', 'update', 'delete', 'erase')),
    rows     bigint NOT NULL CHECK (rows >= 0),
    salt     bytea NOT NULL,
    digest   bytea NOT NULL
);
CREATE INDEX audit_change_entry ON audit_change (entry);
-- The chain, written by the single sealer: position and hash of each committed entry.
CREATE TABLE audit_seal (
    position bigint PRIMARY KEY CHECK (position > 0),
    entry    bigint NOT NULL UNIQUE REFERENCES audit_entry,
    block    bigint NOT NULL,
    hash     bytea NOT NULL
);
-- Every read of a person's record: who, which purpose, by which route; never a value.
CREATE TABLE audit_read (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    person      bigint,
    actor       text NOT NULL,
    purpose     text NOT NULL CHECK (btrim(purpose) <> ''),
    route       text NOT NULL,
    read_at     timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX audit_read_person ON audit_read (person, id);

-- The entry of this transaction: made at the first change, found again at the next.
CREATE FUNCTION audit_current_entry() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE found_entry bigint := nullif(current_setting('ayni.entry', true), '')::bigint;
BEGIN
    -- A local setting ends with its transaction and falls with its savepoint, as the entry does.
    IF found_entry IS NOT NULL THEN RETURN found_entry; END IF;
    IF coalesce(current_setting('ayni.actor', true), '') = ''
       OR coalesce(current_setting('ayni.reason', true), '') = '' THEN
        RAISE EXCEPTION 'ayni: a change without an actor and a reason' USING ERRCODE = 'AY001';
    END IF;
    INSERT INTO audit_entry (institution, actor, role, reason)
    VALUES (ayni_institution(), current_setting('ayni.actor'), current_setting('ayni.role'),
            current_setting('ayni.reason'))
    RETURNING id INTO found_entry;
    PERFORM set_config('ayni.entry', found_entry::text, true);
    RETURN found_entry;
END $$;

CREATE FUNCTION audit_record(about text, verb text, rows bigint, rows_text text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE salt bytea := decode(replace(gen_random_uuid()::text, '-', ''), 'hex');
BEGIN
    INSERT INTO audit_change (entry, about, verb, rows, salt, digest)
    VALUES (audit_current_entry(), about, verb, rows, salt,
            sha256(salt || convert_to(coalesce(rows_text, ''), 'UTF8')));
END $$;

-- Statement-level: one line in the journal per statement, however many rows.
CREATE FUNCTION audit_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE n bigint; t text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        SELECT count(*), string_agg(o::text, chr(10)) INTO n, t FROM old_rows o;
    ELSE
        SELECT count(*), string_agg(r::text, chr(10)) INTO n, t FROM new_rows r;
    END IF;
    IF n > 0 THEN
        PERFORM audit_record(TG_TABLE_NAME, lower(TG_OP), n, t);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ayni: % is append-only (% refused)', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'AY002';
END $$;

-- Facts are only added: update, delete and truncate are refused for the owner too.
CREATE FUNCTION audit_wall(tab regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER wall BEFORE UPDATE OR DELETE ON %s FOR EACH ROW
        EXECUTE FUNCTION audit_refuse_change()', tab);
    EXECUTE format('CREATE TRIGGER wall_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT
        EXECUTE FUNCTION audit_refuse_change()', tab);
END $$;

-- The same, but what holds personal values may be blanked by an erasure (a function of the owner sets the mark;
-- the application has no UPDATE on these tables).
CREATE FUNCTION audit_refuse_but_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('ayni.erasure', true) = 'on' THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'ayni: % is append-only; only an erasure blanks it', TG_TABLE_NAME
        USING ERRCODE = 'AY002';
END $$;
CREATE FUNCTION audit_wall_but_erasure(tab regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER wall BEFORE UPDATE OR DELETE ON %s FOR EACH ROW
        EXECUTE FUNCTION audit_refuse_but_erasure()', tab);
    EXECUTE format('CREATE TRIGGER wall_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT
        EXECUTE FUNCTION audit_refuse_change()', tab);
END $$;

-- Who sees a row. The same words stand in core.actor.Scope.
CREATE FUNCTION audit_policy(reach text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE reach
    WHEN 'open' THEN 'institution = (SELECT ayni_institution())'
    WHEN 'institution' THEN
        'institution = (SELECT ayni_institution()) AND (SELECT ayni_scope()) = ''institution'''
    WHEN 'association' THEN
        'institution = (SELECT ayni_institution()) AND ((SELECT ayni_scope()) = ''institution'''
        ' OR association = ANY (coalesce((SELECT ayni_associations()), ''{{}}'')))'
    WHEN 'clinic' THEN
        'institution = (SELECT ayni_institution()) AND ((SELECT ayni_scope()) IN (''institution'', ''clinic'')'
        ' OR association = ANY (coalesce((SELECT ayni_associations()), ''{{}}'')))'
    WHEN 'person' THEN
        'institution = (SELECT ayni_institution()) AND ((SELECT ayni_scope()) IN (''institution'', ''clinic'')'
        ' OR EXISTS (SELECT 1 FROM affiliation_span s WHERE s.person = ayni_subject.person))'
    END
$$;

-- Puts a table under guard: forced row security, grants, journal.
CREATE FUNCTION audit_guard(tab regclass, reach text, verbs text, journal boolean DEFAULT true)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE condition text := replace(audit_policy(reach), 'ayni_subject', tab::text);
BEGIN
    IF condition IS NULL THEN RAISE EXCEPTION 'unknown reach %', reach; END IF;
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tab);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tab);
    EXECUTE format('CREATE POLICY reach ON %s USING (%s) WITH CHECK (%s)', tab, condition, condition);
    EXECUTE format('GRANT %s ON %s TO {app}', verbs, tab);
    EXECUTE format('GRANT SELECT ON %s TO {auditor}', tab);
    IF NOT journal THEN RETURN; END IF;
    IF verbs ~* 'insert' THEN
        EXECUTE format('CREATE TRIGGER journal_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION audit_note()', tab);
    END IF;
    IF verbs ~* 'update' THEN
        EXECUTE format('CREATE TRIGGER journal_update AFTER UPDATE ON %s REFERENCING NEW TABLE AS new_rows
            FOR EACH STATEMENT EXECUTE FUNCTION audit_note()', tab);
    END IF;
    IF verbs ~* 'delete' THEN
        EXECUTE format('CREATE TRIGGER journal_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows
            FOR EACH STATEMENT EXECUTE FUNCTION audit_note()', tab);
    END IF;
END $$;

SELECT audit_guard('audit_entry', 'institution', 'SELECT', false);
SELECT audit_guard('audit_read', 'institution', 'SELECT', false);
-- Anybody may be logged as reading; only the institution may look at the log.
CREATE POLICY reach_log ON audit_read FOR INSERT
    WITH CHECK (institution = (SELECT ayni_institution()));
GRANT INSERT ON audit_read TO {app};
-- Changes and seals are seen by whoever sees their entry.
ALTER TABLE audit_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_change FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON audit_change
    USING (EXISTS (SELECT 1 FROM audit_entry e WHERE e.id = audit_change.entry));
ALTER TABLE audit_seal ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_seal FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON audit_seal
    USING (EXISTS (SELECT 1 FROM audit_entry e WHERE e.id = audit_seal.entry));
GRANT SELECT ON audit_change, audit_seal TO {app}, {auditor};
-- The journal is written by its own functions, which run as the owner; the application cannot write it.
CREATE POLICY journal_writer ON audit_entry TO {owner} USING (true) WITH CHECK (true);
CREATE POLICY journal_writer ON audit_change TO {owner} USING (true) WITH CHECK (true);
CREATE POLICY journal_writer ON audit_seal TO {owner} USING (true) WITH CHECK (true);
SELECT audit_wall('audit_entry');
SELECT audit_wall('audit_change');
SELECT audit_wall('audit_seal');
SELECT audit_wall('audit_read');

-- The sealer: gives every committed entry its position and chains it. One at a time.
CREATE FUNCTION audit_entry_text(e audit_entry) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT concat_ws(E'\x1f', e.id, e.institution, e.actor, e.role, e.reason,
        to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        (SELECT string_agg(concat_ws(':', c.about, c.verb, c.rows, encode(c.digest, 'hex')), ',' ORDER BY c.id)
         FROM audit_change c WHERE c.entry = e.id))
$$;
CREATE FUNCTION audit_seal_committed() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE last_position bigint; last_hash bytea; last_block bigint; e audit_entry; n bigint := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(4146901);
    SELECT s.position, s.hash, s.block INTO last_position, last_hash, last_block
    FROM audit_seal s ORDER BY s.position DESC LIMIT 1;
    last_position := coalesce(last_position, 0);
    last_hash := coalesce(last_hash, sha256('ayni'::bytea));
    last_block := coalesce(last_block, 0) + 1;
    FOR e IN SELECT a.* FROM audit_entry a LEFT JOIN audit_seal s ON s.entry = a.id
        WHERE s.entry IS NULL AND a.xact < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY a.id
    LOOP
        last_position := last_position + 1;
        last_hash := sha256(last_hash || convert_to(audit_entry_text(e), 'UTF8'));
        INSERT INTO audit_seal (position, entry, block, hash)
        VALUES (last_position, e.id, last_block, last_hash);
        n := n + 1;
    END LOOP;
    RETURN n;
END $$;
GRANT EXECUTE ON FUNCTION audit_seal_committed() TO {app};
REVOKE EXECUTE ON FUNCTION audit_record(text, text, bigint, text) FROM PUBLIC;
-- The chain for whoever verifies it: texts hold actors and reasons, never personal values.
CREATE FUNCTION audit_chain() RETURNS TABLE (place bigint, told text, hash bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT s.position, audit_entry_text(e), s.hash FROM audit_seal s
    JOIN audit_entry e ON e.id = s.entry ORDER BY s.position
$$;
REVOKE EXECUTE ON FUNCTION audit_chain() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_chain() TO {app}, {auditor};
