-- Who people are. Personal values live once, in facts, which one audited action may blank.
CREATE SEQUENCE registry_person_number;
CREATE SEQUENCE registry_family_number;
GRANT USAGE ON SEQUENCE registry_person_number, registry_family_number TO {app};

CREATE TABLE registry_person (
    id          bigint PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    -- itself, or the person this record was found to be
    canonical   bigint NOT NULL REFERENCES registry_person,
    entry       bigint NOT NULL DEFAULT audit_current_entry()
);
CREATE TABLE registry_person_fact (
    person      bigint NOT NULL REFERENCES registry_person,
    number      int NOT NULL CHECK (number > 0),
    institution int NOT NULL,
    surname1    text,
    surname2    text,
    names       text,
    birth_date  date,
    sex         text CHECK (sex IN ('F', 'M')),
    -- folded in Python: upper case, no accents, so that order and search are the same on every server
    sort_key    text,
    -- sha256(salt || values): stays after an erasure, which takes the salt
    salt        bytea,
    digest      bytea NOT NULL CHECK (length(digest) = 32),
    erased      boolean NOT NULL DEFAULT false,
    entry       bigint NOT NULL DEFAULT audit_current_entry(),
    PRIMARY KEY (person, number),
    CHECK (erased = (names IS NULL)),
    CHECK (NOT erased OR (surname1 IS NULL AND surname2 IS NULL AND birth_date IS NULL
                          AND sort_key IS NULL AND salt IS NULL AND sex IS NULL))
);
CREATE INDEX registry_person_fact_sort ON registry_person_fact (institution, sort_key text_pattern_ops);
CREATE TABLE registry_identifier (
    institution int NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('DNI', 'CE', 'CR', 'ERASED')),
    number      text NOT NULL CHECK (number ~ '^[0-9A-Za-z-]{{6,64}}$'),
    person      bigint NOT NULL REFERENCES registry_person,
    entry       bigint NOT NULL DEFAULT audit_current_entry(),
    PRIMARY KEY (institution, number, kind),
    CHECK (kind <> 'DNI' OR number ~ '^[0-9]{{8}}$')
);
CREATE INDEX registry_identifier_person ON registry_identifier (person);
CREATE TABLE registry_family (
    id          bigint PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry
);
CREATE TABLE registry_facility (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    code        text NOT NULL,
    name        text NOT NULL,
    region      text NOT NULL,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (institution, code)
);
SELECT audit_guard('registry_facility', 'open', 'SELECT, INSERT');
SELECT audit_wall('registry_facility');
SELECT audit_wall('registry_family');
-- Merges rewrite canonical and nothing else; facts and numbers are walled but for erasure (below).
CREATE FUNCTION registry_only_canonical() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.id, NEW.institution, NEW.entry) IS DISTINCT FROM
       (OLD.id, OLD.institution, OLD.entry) THEN
        RAISE EXCEPTION 'ayni: a person is never removed or renumbered' USING ERRCODE = 'AY002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER wall BEFORE UPDATE OR DELETE ON registry_person FOR EACH ROW
    EXECUTE FUNCTION registry_only_canonical();
SELECT audit_wall_but_erasure('registry_person_fact');
SELECT audit_wall_but_erasure('registry_identifier');
-- The one action that blanks: leaves digests, numbers and the fact that somebody was there.
CREATE FUNCTION registry_erase(subject bigint) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE n bigint; m bigint; said text[]; k bigint;
BEGIN
    IF ayni_scope() <> 'institution' THEN
        RAISE EXCEPTION 'ayni: only the institution erases' USING ERRCODE = 'AY005';
    END IF;
    PERFORM set_config('ayni.erasure', 'on', true);
    -- What rows with problems showed of the person: every value of a row that names or numbers him or her.
    SELECT array_agg(DISTINCT lower(w)) INTO said FROM (
        SELECT unnest(ARRAY[f.surname1, f.surname2, f.names]) w FROM registry_person_fact f
        WHERE f.person = subject
        UNION SELECT ltrim(i.number, '0') FROM registry_identifier i
        WHERE i.person = subject AND i.kind <> 'ERASED') x WHERE length(w) >= 3;
    UPDATE affiliation_roster_problem p SET value = NULL, proposed = NULL
    FROM (SELECT DISTINCT q.roster, q.sheet, q.row FROM affiliation_roster_problem q
          CROSS JOIN LATERAL unnest(ARRAY[q.value, q.proposed]) v CROSS JOIN unnest(said) w
          WHERE lower(btrim(v)) = w OR (w ~ '[0-9]' AND position(w IN lower(v)) > 0)) hit
    WHERE (p.roster, p.sheet, p.row) = (hit.roster, hit.sheet, hit.row)
        AND (p.value IS NOT NULL OR p.proposed IS NOT NULL);
    GET DIAGNOSTICS k = ROW_COUNT;
    UPDATE registry_person_fact SET surname1 = NULL, surname2 = NULL, names = NULL,
        birth_date = NULL, sex = NULL, sort_key = NULL, salt = NULL, erased = true
    WHERE person = subject AND NOT erased;
    GET DIAGNOSTICS n = ROW_COUNT;
    UPDATE registry_identifier SET kind = 'ERASED',
        number = encode(sha256(convert_to(gen_random_uuid()::text, 'UTF8')), 'hex')
    WHERE person = subject AND kind <> 'ERASED';
    GET DIAGNOSTICS m = ROW_COUNT;
    PERFORM set_config('ayni.erasure', '', true);
    PERFORM audit_record('registry_person_fact', 'erase', n + m + k, subject::text);
    RETURN n + m + k;
END $$;
REVOKE EXECUTE ON FUNCTION registry_erase(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION registry_erase(bigint) TO {app};
