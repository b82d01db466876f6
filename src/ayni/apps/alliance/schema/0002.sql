-- The life of an agreement: negotiation in rounds, signature by two, what happened to it and when.

-- A party need not be a producers' organisation: an employer, a buyer who withholds, the State (ADR 13).
ALTER TABLE alliance_association DROP CONSTRAINT alliance_association_kind_check;
ALTER TABLE alliance_association ADD CONSTRAINT alliance_association_kind_check CHECK (kind IN
    ('national', 'central', 'cooperative', 'committee', 'union', 'employer', 'buyer', 'state'));

-- An observer at the table reads who the parties are; no person stands in their rows.
CREATE POLICY reach_observer ON alliance_association FOR SELECT
    USING (institution = (SELECT ayni_institution()) AND (SELECT ayni_scope()) = 'observer');

-- The closed table of transitions; core.alliance.life holds the same rows and a test compares them.
CREATE TABLE alliance_transition (
    state text NOT NULL,
    event text NOT NULL,
    next  text NOT NULL,
    PRIMARY KEY (state, event)
);
INSERT INTO alliance_transition (state, event, next) VALUES
    ('none', 'draft', 'draft'),
    ('draft', 'open', 'negotiating'),
    ('draft', 'abandon', 'abandoned'),
    ('negotiating', 'sign', 'signed'),
    ('negotiating', 'abandon', 'abandoned'),
    ('signed', 'begin', 'in_force'),
    ('signed', 'abandon', 'abandoned'),
    ('in_force', 'amend', 'amended'),
    ('in_force', 'renew', 'renewed'),
    ('in_force', 'suspend', 'suspended'),
    ('in_force', 'give_notice', 'terminating'),
    ('in_force', 'expire', 'ended'),
    ('amended', 'amend', 'amended'),
    ('amended', 'renew', 'renewed'),
    ('amended', 'suspend', 'suspended'),
    ('amended', 'give_notice', 'terminating'),
    ('amended', 'expire', 'ended'),
    ('renewed', 'amend', 'amended'),
    ('renewed', 'renew', 'renewed'),
    ('renewed', 'suspend', 'suspended'),
    ('renewed', 'give_notice', 'terminating'),
    ('renewed', 'expire', 'ended'),
    ('suspended', 'resume', 'in_force'),
    ('suspended', 'give_notice', 'terminating'),
    ('suspended', 'expire', 'ended'),
    ('terminating', 'withdraw_notice', 'in_force'),
    ('terminating', 'end', 'ended'),
    ('terminating', 'expire', 'ended');
GRANT SELECT ON alliance_transition TO {app}, {auditor};
SELECT audit_wall('alliance_transition');

-- What happened to an agreement: facts in order. The state is that of the newest; `effective` is the day on
-- which it holds (a scheduled change keeps its own day, however late it was carried out).
CREATE TABLE alliance_agreement_event (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    agreement   int NOT NULL REFERENCES alliance_agreement,
    number      int NOT NULL CHECK (number > 0),
    event       text NOT NULL,
    state       text NOT NULL,
    effective   date NOT NULL,
    -- the day on which what was announced takes effect: the end of a termination period
    falls_on    date CHECK (falls_on >= effective),
    version     int REFERENCES alliance_agreement_version,
    why         text NOT NULL DEFAULT '' CHECK (length(why) <= 2000),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (agreement, number)
);
-- The database keeps the table closed: the next number, an allowed step, no day before the last one's.
CREATE FUNCTION alliance_check_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE last_number int; last_state text; last_day date; wanted text;
BEGIN
    PERFORM 1 FROM alliance_agreement WHERE id = NEW.agreement FOR UPDATE;
    SELECT number, state, effective INTO last_number, last_state, last_day FROM alliance_agreement_event
    WHERE agreement = NEW.agreement ORDER BY number DESC LIMIT 1;
    IF NEW.number <> coalesce(last_number, 0) + 1 THEN
        RAISE EXCEPTION 'ayni: the agreement has moved on (event % is not the next)', NEW.number
            USING ERRCODE = 'AY011';
    END IF;
    SELECT next INTO wanted FROM alliance_transition
    WHERE state = coalesce(last_state, 'none') AND event = NEW.event;
    IF wanted IS NULL OR wanted <> NEW.state THEN
        RAISE EXCEPTION 'ayni: no step % from %', NEW.event, coalesce(last_state, 'none')
            USING ERRCODE = 'AY010';
    END IF;
    IF NEW.effective < last_day THEN
        RAISE EXCEPTION 'ayni: % is before the last event, of %', NEW.effective, last_day
            USING ERRCODE = 'AY012';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER closed BEFORE INSERT ON alliance_agreement_event
    FOR EACH ROW EXECUTE FUNCTION alliance_check_event();
SELECT audit_guard('alliance_agreement_event', 'open', 'SELECT, INSERT');
SELECT audit_wall('alliance_agreement_event');

-- A negotiation: of a first version, an amendment or a renewal, upon the law of one day (its digests).
CREATE TABLE alliance_negotiation (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    -- the party's number: who sees it
    association int NOT NULL REFERENCES alliance_association,
    agreement   int NOT NULL REFERENCES alliance_agreement,
    purpose     text NOT NULL CHECK (purpose IN ('first', 'amendment', 'renewal')),
    rules       bytea NOT NULL,
    parameters  bytea NOT NULL,
    -- how many families the group expects to bring, and a month's income of a typical one (minor units)
    expected_families int NOT NULL CHECK (expected_families > 0),
    typical_income bigint CHECK (typical_income > 0),
    opened_on   date NOT NULL,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    FOREIGN KEY (institution, rules) REFERENCES alliance_scheme_text (institution, digest),
    FOREIGN KEY (institution, parameters) REFERENCES alliance_scheme_text (institution, digest)
);
-- How it closed: a fact of its own.
CREATE TABLE alliance_negotiation_close (
    negotiation int PRIMARY KEY REFERENCES alliance_negotiation,
    institution int NOT NULL,
    association int NOT NULL,
    closed_on   date NOT NULL,
    outcome     text NOT NULL CHECK (outcome IN ('signed', 'abandoned')),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry
);
-- An agreement has one open negotiation at a time.
CREATE FUNCTION alliance_check_negotiation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
BEGIN
    PERFORM 1 FROM alliance_agreement WHERE id = NEW.agreement FOR UPDATE;
    IF EXISTS (SELECT 1 FROM alliance_negotiation n LEFT JOIN alliance_negotiation_close c ON c.negotiation = n.id
        WHERE n.agreement = NEW.agreement AND c.negotiation IS NULL) THEN
        RAISE EXCEPTION 'ayni: one negotiation of the agreement is open' USING ERRCODE = 'AY017';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER one_open BEFORE INSERT ON alliance_negotiation
    FOR EACH ROW EXECUTE FUNCTION alliance_check_negotiation();
SELECT audit_guard('alliance_negotiation', 'negotiation', 'SELECT, INSERT');
SELECT audit_guard('alliance_negotiation_close', 'negotiation', 'SELECT, INSERT');
SELECT audit_wall('alliance_negotiation');
SELECT audit_wall('alliance_negotiation_close');

-- A round: a full set of terms by one side. The next number is the token against lost updates (F11): whoever
-- answers a proposal that is no longer the last one is refused.
CREATE TABLE alliance_proposal (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    association int NOT NULL,
    negotiation int NOT NULL REFERENCES alliance_negotiation,
    number      int NOT NULL CHECK (number > 0),
    side        text NOT NULL CHECK (side IN ('institution', 'association')),
    terms       jsonb NOT NULL,
    starts      date NOT NULL,
    ends        date CHECK (ends > starts),
    note        text NOT NULL DEFAULT '' CHECK (length(note) <= 4000),
    author      text NOT NULL,
    proposed_on date NOT NULL,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (negotiation, number)
);
CREATE FUNCTION alliance_check_proposal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE party int; shut date; last_number int;
BEGIN
    SELECT association INTO party FROM alliance_negotiation WHERE id = NEW.negotiation FOR UPDATE;
    SELECT closed_on INTO shut FROM alliance_negotiation_close WHERE negotiation = NEW.negotiation;
    SELECT coalesce(max(number), 0) INTO last_number FROM alliance_proposal WHERE negotiation = NEW.negotiation;
    IF shut IS NOT NULL THEN
        RAISE EXCEPTION 'ayni: the negotiation is closed' USING ERRCODE = 'AY013';
    END IF;
    IF NEW.number <> last_number + 1 THEN
        RAISE EXCEPTION 'ayni: proposal % is not the next', NEW.number USING ERRCODE = 'AY011';
    END IF;
    IF party IS DISTINCT FROM NEW.association OR NEW.author <> current_setting('ayni.actor') THEN
        RAISE EXCEPTION 'ayni: a proposal is its author''s, in its own negotiation' USING ERRCODE = 'AY014';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER next_round BEFORE INSERT ON alliance_proposal
    FOR EACH ROW EXECUTE FUNCTION alliance_check_proposal();
SELECT audit_guard('alliance_proposal', 'negotiation', 'SELECT, INSERT');
SELECT audit_wall('alliance_proposal');

-- What was said about a proposal, or about one of its terms.
CREATE TABLE alliance_comment (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    association int NOT NULL,
    proposal    int NOT NULL REFERENCES alliance_proposal,
    term        text,
    side        text NOT NULL CHECK (side IN ('institution', 'association', 'observer')),
    author      text NOT NULL,
    said        text NOT NULL CHECK (length(btrim(said)) BETWEEN 1 AND 4000),
    said_on     date NOT NULL,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry
);
CREATE INDEX alliance_comment_proposal ON alliance_comment (proposal);
SELECT audit_guard('alliance_comment', 'negotiation', 'SELECT, INSERT');
SELECT audit_wall('alliance_comment');

-- Consent of a side to the last proposal. Nobody approves for the institution what he wrote himself (A6), in
-- whatever role he comes.
CREATE TABLE alliance_consent (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    association int NOT NULL,
    proposal    int NOT NULL REFERENCES alliance_proposal,
    side        text NOT NULL CHECK (side IN ('institution', 'association')),
    author      text NOT NULL,
    given_on    date NOT NULL,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (proposal, side)
);
CREATE FUNCTION alliance_check_consent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE asked alliance_proposal; shut date; last_number int;
BEGIN
    SELECT p.* INTO asked FROM alliance_proposal p WHERE p.id = NEW.proposal;
    PERFORM 1 FROM alliance_negotiation WHERE id = asked.negotiation FOR UPDATE;
    SELECT closed_on INTO shut FROM alliance_negotiation_close WHERE negotiation = asked.negotiation;
    SELECT max(number) INTO last_number FROM alliance_proposal WHERE negotiation = asked.negotiation;
    IF shut IS NOT NULL THEN
        RAISE EXCEPTION 'ayni: the negotiation is closed' USING ERRCODE = 'AY013';
    END IF;
    IF asked.number <> last_number THEN
        RAISE EXCEPTION 'ayni: there is a newer proposal' USING ERRCODE = 'AY011';
    END IF;
    IF asked.association IS DISTINCT FROM NEW.association OR NEW.author <> current_setting('ayni.actor') THEN
        RAISE EXCEPTION 'ayni: consent is its author''s, in its own negotiation' USING ERRCODE = 'AY014';
    END IF;
    -- Who wrote any of the institution's rounds, or the other side's, does not approve for the institution.
    IF NEW.side = 'institution' AND EXISTS (SELECT 1 FROM alliance_proposal p
        WHERE p.negotiation = asked.negotiation AND p.author = NEW.author) THEN
        RAISE EXCEPTION 'ayni: author and approver are two persons' USING ERRCODE = 'AY015';
    END IF;
    IF EXISTS (SELECT 1 FROM alliance_consent c WHERE c.proposal = NEW.proposal AND c.author = NEW.author) THEN
        RAISE EXCEPTION 'ayni: nobody consents for both sides' USING ERRCODE = 'AY015';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER two_persons BEFORE INSERT ON alliance_consent
    FOR EACH ROW EXECUTE FUNCTION alliance_check_consent();
SELECT audit_guard('alliance_consent', 'negotiation', 'SELECT, INSERT');
SELECT audit_wall('alliance_consent');

-- A version signed after a negotiation names the proposal both sides consented to; its terms are those.
ALTER TABLE alliance_agreement_version ADD COLUMN proposal int UNIQUE REFERENCES alliance_proposal;
CREATE FUNCTION alliance_check_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE sides int;
BEGIN
    IF NEW.proposal IS NULL THEN RETURN NEW; END IF;
    SELECT count(*) INTO sides FROM alliance_consent WHERE proposal = NEW.proposal;
    IF sides <> 2 THEN
        RAISE EXCEPTION 'ayni: a version is signed when both sides have consented' USING ERRCODE = 'AY016';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consented BEFORE INSERT ON alliance_agreement_version
    FOR EACH ROW EXECUTE FUNCTION alliance_check_version();

-- The papers of a version: the text generated in each language, and the signed scan with its digest.
CREATE TABLE alliance_version_paper (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    association int NOT NULL,
    version     int NOT NULL REFERENCES alliance_agreement_version,
    kind        text NOT NULL CHECK (kind IN ('text_es', 'text_en', 'text_pt', 'signed_scan')),
    document    bigint NOT NULL REFERENCES document_file,
    digest      bytea NOT NULL CHECK (length(digest) = 32),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (version, kind, digest)
);
SELECT audit_guard('alliance_version_paper', 'negotiation', 'SELECT, INSERT');
SELECT audit_wall('alliance_version_paper');

-- What an agreement leaves to one adhesion: its own terms within the framework, dated. The newest on a day holds.
CREATE TABLE alliance_adhesion_terms (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    association int NOT NULL,
    adhesion    int NOT NULL REFERENCES alliance_adhesion,
    version     int NOT NULL REFERENCES alliance_agreement_version,
    terms       jsonb NOT NULL,
    starts      date NOT NULL,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (adhesion, version, starts)
);
SELECT audit_guard('alliance_adhesion_terms', 'clinic', 'SELECT, INSERT');
SELECT audit_wall('alliance_adhesion_terms');

-- What each side owes besides money: due on a day, done on a day.
CREATE TABLE alliance_obligation (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    association int NOT NULL REFERENCES alliance_association,
    agreement   int NOT NULL REFERENCES alliance_agreement,
    side        text NOT NULL CHECK (side IN ('institution', 'association')),
    what        text NOT NULL CHECK (length(btrim(what)) BETWEEN 1 AND 300),
    due_on      date NOT NULL,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (agreement, association, side, what, due_on)
);
CREATE TABLE alliance_obligation_done (
    obligation  int PRIMARY KEY REFERENCES alliance_obligation,
    institution int NOT NULL,
    association int NOT NULL,
    done_on     date NOT NULL,
    note        text NOT NULL DEFAULT '' CHECK (length(note) <= 1000),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry
);
SELECT audit_guard('alliance_obligation', 'negotiation', 'SELECT, INSERT');
SELECT audit_guard('alliance_obligation_done', 'negotiation', 'SELECT, INSERT');
SELECT audit_wall('alliance_obligation');
SELECT audit_wall('alliance_obligation_done');

-- Agreements signed before this file: their life is written down as it was (once, when the file runs).
DO $$
DECLARE one record;
BEGIN
    FOR one IN SELECT v.institution, v.agreement, v.id, v.signed_on, v.starts FROM alliance_agreement_version v
        WHERE v.number = 1 ORDER BY v.agreement
    LOOP
        PERFORM set_config('ayni.institution', one.institution::text, true),
            set_config('ayni.scope', 'institution', true), set_config('ayni.actor', 'sistema', true),
            set_config('ayni.role', 'system', true), set_config('ayni.entry', '', true),
            set_config('ayni.reason', 'escribir la vida de los convenios firmados antes', true);
        INSERT INTO alliance_agreement_event (institution, agreement, number, event, state, effective, version)
        VALUES (one.institution, one.agreement, 1, 'draft', 'draft', one.signed_on, NULL),
            (one.institution, one.agreement, 2, 'open', 'negotiating', one.signed_on, NULL),
            (one.institution, one.agreement, 3, 'sign', 'signed', one.signed_on, one.id),
            (one.institution, one.agreement, 4, 'begin', 'in_force', greatest(one.starts, one.signed_on), one.id);
    END LOOP;
END $$;
