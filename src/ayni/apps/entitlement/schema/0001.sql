-- Months credited (facts) and what follows from them (derived).
CREATE TABLE entitlement_record (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    association int NOT NULL,
    -- the insured person of that month
    person      bigint NOT NULL REFERENCES registry_person,
    scheme      int NOT NULL,
    month       int NOT NULL,
    -- withdrawn: a payment behind it was taken back; it withdraws the credits written before it
    state       text NOT NULL CHECK (state IN ('credited', 'in_plan', 'withdrawn')),
    counts_from date NOT NULL,
    disposition bigint NOT NULL REFERENCES collection_disposition,
    entry       bigint NOT NULL DEFAULT audit_current_entry(),
    UNIQUE (person, scheme, month, disposition)
);
-- Derived: bit (month - 48 * block) of a block is a credited month. `ayni rebuild entitlement` finds no difference.
CREATE TABLE entitlement_bitmap (
    institution int NOT NULL,
    person      bigint NOT NULL,
    scheme      int NOT NULL,
    block       int NOT NULL,
    bits        bigint NOT NULL CHECK (bits >= 0 AND bits < 1::bigint << 48),
    PRIMARY KEY (person, scheme, block)
) WITH (fillfactor = 60);
-- Derived: days on which the qualifying condition holds for an insured person.
CREATE TABLE entitlement_cover (
    institution int NOT NULL,
    person      bigint NOT NULL,
    scheme      int NOT NULL,
    starts      date NOT NULL,
    ends        date NOT NULL,
    PRIMARY KEY (person, scheme, starts),
    CHECK (ends > starts)
);
SELECT audit_guard('entitlement_record', 'clinic', 'SELECT, INSERT', false);
SELECT audit_guard('entitlement_bitmap', 'person', 'SELECT, INSERT, UPDATE, DELETE', false);
SELECT audit_guard('entitlement_cover', 'person', 'SELECT, INSERT, UPDATE, DELETE', false);
SELECT audit_wall('entitlement_record');
CREATE FUNCTION entitlement_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE n bigint; t text;
BEGIN
    SELECT count(*), string_agg(person || ':' || month || ':' || state, ',') INTO n, t FROM new_rows;
    IF n > 0 THEN PERFORM audit_record('entitlement_record', 'insert', n, t); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER journal_insert AFTER INSERT ON entitlement_record
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION entitlement_note();

-- Everything an answer needs, in one statement whose plan a connection makes once (planning it at each
-- question costs ten times its work).
-- The affiliation that holds the day; else the last one before it; else the first one after it.
CREATE FUNCTION entitlement_known(asked text, on_day date)
RETURNS TABLE (person bigint, name text, birth_date date, number text, relation text, insured bigint,
    family bigint, adhesion int, association int, association_name text, scheme int, facility text,
    version int, rules bytea, parameters bytea, terms jsonb, starts date[], ends date[], months int[],
    days date[], assessed int[])
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    SELECT p.canonical, concat_ws(' ', nullif(f.surname1, ''), nullif(f.surname2, '')) || ', ' || f.names,
        f.birth_date, i.number, s.relation, s.insured, s.family, s.adhesion, s.association, a.name, s.scheme,
        c.name, v.id, v.rules, v.parameters, v.terms, w.starts, w.ends, m.months, m.days,
        assessment_months(s.adhesion, month_of(s.starts))
    INTO person, name, birth_date, number, relation, insured, family, adhesion, association,
        association_name, scheme, facility, version, rules, parameters, terms, starts, ends, months, days,
        assessed
    FROM registry_identifier i
    JOIN registry_person p ON p.id = i.person
    CROSS JOIN LATERAL (SELECT * FROM registry_person_fact n WHERE n.person = p.canonical
        ORDER BY n.number DESC LIMIT 1) f
    CROSS JOIN LATERAL (SELECT * FROM affiliation_span t WHERE t.person = p.canonical
        ORDER BY (t.starts <= on_day AND (t.ends IS NULL OR t.ends > on_day)) DESC,
            (t.starts <= on_day) DESC, abs(t.starts - on_day) LIMIT 1) s
    CROSS JOIN LATERAL (SELECT array_agg(t.starts ORDER BY t.starts) starts,
        array_agg(t.ends ORDER BY t.starts) ends
        FROM affiliation_span t WHERE t.person = p.canonical AND t.scheme = s.scheme) w
    CROSS JOIN LATERAL (SELECT array_agg(r.month) months, array_agg(r.counts_from) days
        FROM entitlement_record r WHERE r.person = s.insured AND r.scheme = s.scheme AND r.state = 'credited'
        -- records alone decide: a clinic does not see dispositions
        AND NOT EXISTS (SELECT 1 FROM entitlement_record x WHERE x.person = r.person
            AND x.scheme = r.scheme AND x.month = r.month AND x.state = 'withdrawn' AND x.id > r.id)) m
    JOIN alliance_adhesion h ON h.id = s.adhesion
    JOIN alliance_association a ON a.id = s.association
    JOIN alliance_agreement_version v ON v.agreement = h.agreement AND v.starts <= greatest(on_day, s.starts)
        AND (v.ends IS NULL OR v.ends > greatest(on_day, s.starts))
    LEFT JOIN registry_facility c ON c.id = h.facility
    WHERE i.institution = ayni_institution() AND i.number = asked
    ORDER BY i.kind DESC LIMIT 1;
    IF person IS NOT NULL THEN RETURN NEXT; END IF;
END $$;
-- The same with its line in the log of reads, answered or not: the desk cannot ask without a trace.
CREATE FUNCTION entitlement_asked(asked text, on_day date, by_route text)
RETURNS TABLE (person bigint, name text, birth_date date, number text, relation text, insured bigint,
    family bigint, adhesion int, association int, association_name text, scheme int, facility text,
    version int, rules bytea, parameters bytea, terms jsonb, starts date[], ends date[], months int[],
    days date[], assessed int[])
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    SELECT * INTO person, name, birth_date, number, relation, insured, family, adhesion, association,
        association_name, scheme, facility, version, rules, parameters, terms, starts, ends, months, days,
        assessed FROM entitlement_known(asked, on_day);
    INSERT INTO audit_read (institution, person, actor, purpose, route) VALUES (ayni_institution(), person,
        current_setting('ayni.actor'), current_setting('ayni.reason'), by_route);
    IF person IS NOT NULL THEN RETURN NEXT; END IF;
END $$;
