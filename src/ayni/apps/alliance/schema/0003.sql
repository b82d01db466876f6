-- Exchanges of experience: a course, a visit, a study; what was learned, what was promised, what became of it.
-- All of it is the institution's and read by whoever works with it; the names of persons are the institution's alone.
CREATE TABLE alliance_exchange (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    code        text NOT NULL CHECK (length(code) BETWEEN 1 AND 80),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (institution, code),
    UNIQUE (institution, id)
);
-- What is written of an exchange; a correction is another fact, and the newest holds.
CREATE TABLE alliance_exchange_fact (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution     int NOT NULL,
    exchange        int NOT NULL,
    number          int NOT NULL CHECK (number > 0),
    kind            text NOT NULL CHECK (kind IN ('course', 'visit', 'study')),
    title           jsonb NOT NULL CHECK (jsonb_typeof(title) = 'object'),
    place           text NOT NULL CHECK (length(btrim(place)) BETWEEN 1 AND 200),
    country         text NOT NULL CHECK (country ~ '^[A-Z][A-Z]$'),
    year            int NOT NULL CHECK (year BETWEEN 1900 AND 2200),
    starts          date CHECK (extract(year FROM starts) = year),
    ends            date CHECK (ends >= starts),
    follows         int CHECK (follows <> exchange),
    source_title    text NOT NULL CHECK (length(source_title) <= 200),
    source_url      text NOT NULL CHECK (source_url = '' OR source_url ~ '^https?://'),
    source_language text NOT NULL CHECK (source_language IN ('es', 'en', 'pt', 'fr')),
    standing        text NOT NULL CHECK (standing IN ('verified', 'secondary', 'background', 'proposed')),
    entry           bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (exchange, number),
    CHECK (ends IS NULL OR starts IS NOT NULL),
    FOREIGN KEY (institution, exchange) REFERENCES alliance_exchange (institution, id),
    FOREIGN KEY (institution, follows) REFERENCES alliance_exchange (institution, id)
);
-- The institutions of an exchange and what each did there.
CREATE TABLE alliance_exchange_participant (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    exchange    int NOT NULL,
    body        text NOT NULL CHECK (length(btrim(body)) BETWEEN 1 AND 200),
    part        text NOT NULL CHECK (part IN ('organised', 'hosted', 'taught', 'took_part', 'studied')),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (exchange, body, part),
    UNIQUE (institution, id),
    FOREIGN KEY (institution, exchange) REFERENCES alliance_exchange (institution, id)
);
-- A practice learned: `standing` is how firm the practice is known, `learned` how firm it is that it was seen there.
CREATE TABLE alliance_practice (
    id           int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution  int NOT NULL,
    exchange     int NOT NULL,
    number       int NOT NULL CHECK (number > 0),
    title        jsonb NOT NULL CHECK (jsonb_typeof(title) = 'object'),
    words        jsonb NOT NULL CHECK (jsonb_typeof(words) = 'object'),
    scheme       text NOT NULL CHECK (length(scheme) BETWEEN 1 AND 80),
    parameter    text NOT NULL CHECK (length(parameter) <= 80),
    term         text NOT NULL CHECK (length(term) <= 80),
    source_title text NOT NULL CHECK (length(source_title) <= 200),
    source_url   text NOT NULL CHECK (source_url = '' OR source_url ~ '^https?://'),
    standing     text NOT NULL CHECK (standing IN ('verified', 'secondary', 'background', 'proposed')),
    learned      text NOT NULL CHECK (learned IN ('verified', 'secondary', 'background', 'proposed')),
    entry        bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (exchange, number),
    FOREIGN KEY (institution, exchange) REFERENCES alliance_exchange (institution, id)
);
CREATE TABLE alliance_commitment (
    id           int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution  int NOT NULL,
    exchange     int NOT NULL,
    number       int NOT NULL CHECK (number > 0),
    body         text NOT NULL CHECK (length(btrim(body)) BETWEEN 1 AND 200),
    what         jsonb NOT NULL CHECK (jsonb_typeof(what) = 'object'),
    -- none where the source names no day
    due_on       date,
    source_title text NOT NULL CHECK (length(source_title) <= 200),
    source_url   text NOT NULL CHECK (source_url = '' OR source_url ~ '^https?://'),
    standing     text NOT NULL CHECK (standing IN ('verified', 'secondary', 'background', 'proposed')),
    entry        bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (exchange, number),
    UNIQUE (institution, id),
    FOREIGN KEY (institution, exchange) REFERENCES alliance_exchange (institution, id)
);
CREATE INDEX alliance_commitment_due ON alliance_commitment (institution, due_on);
-- What became of it: facts in order of their days, each with one link at most.
CREATE TABLE alliance_follow_up (
    id           int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution  int NOT NULL,
    commitment   int NOT NULL,
    number       int NOT NULL CHECK (number > 0),
    outcome      text NOT NULL CHECK (outcome IN ('done', 'under_way', 'not_done', 'another_form')),
    on_day       date NOT NULL,
    said         jsonb NOT NULL CHECK (jsonb_typeof(said) = 'object'),
    agreement    int REFERENCES alliance_agreement,
    scheme       text CHECK (length(scheme) BETWEEN 1 AND 80),
    exchange     int,
    study        text CHECK (length(study) BETWEEN 1 AND 200),
    source_title text NOT NULL CHECK (length(source_title) <= 200),
    source_url   text NOT NULL CHECK (source_url = '' OR source_url ~ '^https?://'),
    standing     text NOT NULL CHECK (standing IN ('verified', 'secondary', 'background', 'proposed')),
    entry        bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (commitment, number),
    CHECK (num_nonnulls(agreement, scheme, exchange, study) <= 1),
    FOREIGN KEY (institution, commitment) REFERENCES alliance_commitment (institution, id),
    FOREIGN KEY (institution, exchange) REFERENCES alliance_exchange (institution, id)
);
CREATE INDEX alliance_follow_up_agreement ON alliance_follow_up (agreement) WHERE agreement IS NOT NULL;
CREATE FUNCTION alliance_check_follow_up() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE last_number int; last_day date;
BEGIN
    PERFORM 1 FROM alliance_commitment WHERE id = NEW.commitment FOR UPDATE;
    SELECT number, on_day INTO last_number, last_day FROM alliance_follow_up
    WHERE commitment = NEW.commitment ORDER BY number DESC LIMIT 1;
    IF NEW.number <> coalesce(last_number, 0) + 1 THEN
        RAISE EXCEPTION 'ayni: follow-up % is not the next', NEW.number USING ERRCODE = 'AY011';
    END IF;
    IF NEW.on_day < last_day THEN
        RAISE EXCEPTION 'ayni: % is before the last follow-up, of %', NEW.on_day, last_day
            USING ERRCODE = 'AY012';
    END IF;
    IF NEW.agreement IS NOT NULL AND NOT EXISTS (SELECT 1 FROM alliance_agreement g
        WHERE g.id = NEW.agreement AND g.institution = NEW.institution) THEN
        RAISE EXCEPTION 'ayni: the agreement is not of this institution' USING ERRCODE = 'AY014';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER next_in_order BEFORE INSERT ON alliance_follow_up
    FOR EACH ROW EXECUTE FUNCTION alliance_check_follow_up();
-- Persons, apart: who came for an institution, who gave a word. The institution's only, and they can be taken out.
CREATE TABLE alliance_exchange_person (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    exchange    int NOT NULL,
    participant int,
    commitment  int,
    name        text CHECK (length(name) BETWEEN 1 AND 120),
    post        text CHECK (length(post) <= 120),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    CHECK (num_nonnulls(participant, commitment) = 1),
    FOREIGN KEY (institution, exchange) REFERENCES alliance_exchange (institution, id),
    FOREIGN KEY (institution, participant) REFERENCES alliance_exchange_participant (institution, id),
    FOREIGN KEY (institution, commitment) REFERENCES alliance_commitment (institution, id)
);
CREATE INDEX alliance_exchange_person_exchange ON alliance_exchange_person (exchange);
-- Takes a person's name out, for good; that somebody was there stays.
CREATE FUNCTION alliance_take_out_name(which int) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE n bigint;
BEGIN
    IF ayni_scope() <> 'institution' THEN
        RAISE EXCEPTION 'ayni: only the institution takes a name out' USING ERRCODE = 'AY005';
    END IF;
    PERFORM set_config('ayni.erasure', 'on', true);
    UPDATE alliance_exchange_person SET name = NULL, post = NULL
    WHERE id = which AND institution = ayni_institution() AND name IS NOT NULL;
    GET DIAGNOSTICS n = ROW_COUNT;
    PERFORM set_config('ayni.erasure', '', true);
    PERFORM audit_record('alliance_exchange_person', 'erase', n, which::text);
    RETURN n;
END $$;
REVOKE EXECUTE ON FUNCTION alliance_take_out_name(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION alliance_take_out_name(int) TO {app};

SELECT audit_guard('alliance_exchange', 'open', 'SELECT, INSERT');
SELECT audit_guard('alliance_exchange_fact', 'open', 'SELECT, INSERT');
SELECT audit_guard('alliance_exchange_participant', 'open', 'SELECT, INSERT');
SELECT audit_guard('alliance_practice', 'open', 'SELECT, INSERT');
SELECT audit_guard('alliance_commitment', 'open', 'SELECT, INSERT');
SELECT audit_guard('alliance_follow_up', 'open', 'SELECT, INSERT');
SELECT audit_guard('alliance_exchange_person', 'institution', 'SELECT, INSERT');
SELECT audit_wall('alliance_exchange');
SELECT audit_wall('alliance_exchange_fact');
SELECT audit_wall('alliance_exchange_participant');
SELECT audit_wall('alliance_practice');
SELECT audit_wall('alliance_commitment');
SELECT audit_wall('alliance_follow_up');
SELECT audit_wall_but_erasure('alliance_exchange_person');
