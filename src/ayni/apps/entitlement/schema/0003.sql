-- The same two questions, with the conditions of a dependant that are in force on the day; who left is answered by
-- the law of that day.
DROP FUNCTION entitlement_asked(text, date, text);
DROP FUNCTION entitlement_known(text, date);
-- Everything an answer needs, in one statement whose plan a connection makes once (planning it at each
-- question costs ten times its work).
-- The affiliation that holds the day; else the last one before it; else the first one after it.
CREATE FUNCTION entitlement_known(asked text, on_day date)
RETURNS TABLE (person bigint, name text, birth_date date, number text, relation text, insured bigint,
    family bigint, adhesion int, association int, association_name text, scheme int, facility text,
    version int, rules bytea, parameters bytea, terms jsonb, starts date[], ends date[], months int[],
    days date[], assessed int[], conditions text[])
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    SELECT p.canonical, concat_ws(' ', nullif(f.surname1, ''), nullif(f.surname2, '')) || ', ' || f.names,
        f.birth_date, i.number, s.relation, s.insured, s.family, s.adhesion, s.association, a.name, s.scheme,
        c.name, v.id, v.rules, v.parameters, v.terms, w.starts, w.ends, m.months, m.days,
        assessment_months(s.adhesion, month_of(s.starts)),
        CASE WHEN s.relation = 'insured' THEN '{{}}' ELSE affiliation_conditions_on(p.canonical, on_day) END
    INTO person, name, birth_date, number, relation, insured, family, adhesion, association,
        association_name, scheme, facility, version, rules, parameters, terms, starts, ends, months, days,
        assessed, conditions
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
    -- who left is answered by the version in force on the last day of the affiliation: it says what cover
    -- goes on, and there may be no later one
    JOIN alliance_agreement_version v ON v.agreement = h.agreement
        AND v.starts <= greatest(least(on_day, s.ends - 1), s.starts)
        AND (v.ends IS NULL OR v.ends > greatest(least(on_day, s.ends - 1), s.starts))
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
    days date[], assessed int[], conditions text[])
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    SELECT * INTO person, name, birth_date, number, relation, insured, family, adhesion, association,
        association_name, scheme, facility, version, rules, parameters, terms, starts, ends, months, days,
        assessed, conditions FROM entitlement_known(asked, on_day);
    INSERT INTO audit_read (institution, person, actor, purpose, route) VALUES (ayni_institution(), person,
        current_setting('ayni.actor'), current_setting('ayni.reason'), by_route);
    IF person IS NOT NULL THEN RETURN NEXT; END IF;
END $$;
