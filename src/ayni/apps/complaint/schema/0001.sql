-- Disputes of an association and its institution: opened once, argued in facts that are only added, decided once.
-- The institution and the association itself read them: no clinic, no observer.

-- The closed table of steps; core.complaint.disputes holds the same rows and a test compares them. That a
-- dispute is opened is its own row, so every way begins at 'open'.
CREATE TABLE complaint_transition (
    state text NOT NULL,
    step  text NOT NULL,
    next  text NOT NULL,
    PRIMARY KEY (state, step)
);
INSERT INTO complaint_transition (state, step, next) VALUES
    ('open', 'say', 'open'),
    ('open', 'accept', 'accepted'),
    ('open', 'accept_partly', 'partly_accepted'),
    ('open', 'reject', 'rejected'),
    ('open', 'withdraw', 'withdrawn');
GRANT SELECT ON complaint_transition TO {app}, {auditor};
SELECT audit_wall('complaint_transition');

CREATE TABLE complaint_dispute (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    association int NOT NULL,
    -- counted within the association: EJ-01/3 is its third
    number      int NOT NULL CHECK (number > 0),
    agreement   int NOT NULL REFERENCES alliance_agreement,
    -- none where the party that signed the framework disputes it
    adhesion    int,
    -- what it is about: one thing the system holds; `about` is its public number or words, read from that thing
    kind        text NOT NULL CHECK (kind IN ('agreement', 'notice', 'roster', 'month', 'obligation')),
    notice      bigint REFERENCES assessment_notice,
    roster      bigint REFERENCES affiliation_roster,
    obligation  int REFERENCES alliance_obligation,
    month       int,
    about       text NOT NULL,
    disputed    text NOT NULL CHECK (length(btrim(disputed)) BETWEEN 1 AND 4000),
    asked       text NOT NULL CHECK (length(btrim(asked)) BETWEEN 1 AND 2000),
    -- minor units
    amount      bigint CHECK (amount > 0),
    currency    text CHECK (currency ~ '^[A-Z]{{3}}$'),
    side        text NOT NULL CHECK (side IN ('institution', 'association')),
    author      text NOT NULL,
    opened_on   date NOT NULL,
    -- by when a decision is asked for, and where that day comes from
    due_on      date NOT NULL,
    due_basis   text NOT NULL CHECK (due_basis IN ('proposed', 'asked')),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (association, number),
    UNIQUE (institution, association, id),
    CHECK (due_on > opened_on AND due_on <= opened_on + 366),
    CHECK ((amount IS NULL) = (currency IS NULL)),
    CHECK ((kind = 'notice') = (notice IS NOT NULL)),
    CHECK ((kind = 'roster') = (roster IS NOT NULL)),
    CHECK ((kind = 'obligation') = (obligation IS NOT NULL)),
    CHECK ((kind IN ('notice', 'roster', 'month')) = (month IS NOT NULL)),
    CHECK (month IS NULL OR adhesion IS NOT NULL),
    FOREIGN KEY (institution, association) REFERENCES alliance_association (institution, id),
    FOREIGN KEY (adhesion, association) REFERENCES alliance_adhesion (id, association)
);

-- What a dispute names is there, and lies under the agreement and adhesion it names: none of it is taken on trust.
CREATE FUNCTION complaint_check_dispute() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE here alliance_adhesion;
BEGIN
    IF NEW.author <> current_setting('ayni.actor')
       OR (NEW.side = 'institution') <> (ayni_scope() = 'institution') THEN
        RAISE EXCEPTION 'ayni: a dispute is its author''s, on his own side' USING ERRCODE = 'AY014';
    END IF;
    IF NEW.adhesion IS NULL THEN
        PERFORM 1 FROM alliance_agreement WHERE id = NEW.agreement AND institution = NEW.institution
            AND association = NEW.association;
    ELSE
        SELECT * INTO here FROM alliance_adhesion WHERE id = NEW.adhesion AND agreement = NEW.agreement
            AND institution = NEW.institution AND association = NEW.association;
    END IF;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'ayni: the association does not stand under this agreement' USING ERRCODE = 'AY014';
    END IF;
    CASE NEW.kind
    WHEN 'notice' THEN
        SELECT number, month INTO NEW.about, NEW.month FROM assessment_notice
        WHERE id = NEW.notice AND adhesion = NEW.adhesion;
    WHEN 'roster' THEN
        SELECT id::text, month INTO NEW.about, NEW.month FROM affiliation_roster
        WHERE id = NEW.roster AND adhesion = NEW.adhesion;
    WHEN 'obligation' THEN
        SELECT what INTO NEW.about FROM alliance_obligation
        WHERE id = NEW.obligation AND agreement = NEW.agreement AND association = NEW.association;
    WHEN 'month' THEN
        SELECT month_text(NEW.month) INTO NEW.about WHERE NEW.month BETWEEN month_of(here.starts)
            AND month_of(least(NEW.opened_on, here.ends - 1));
    ELSE
        SELECT code INTO NEW.about FROM alliance_agreement WHERE id = NEW.agreement;
    END CASE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'ayni: what is disputed is not there' USING ERRCODE = 'AY014';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER subject BEFORE INSERT ON complaint_dispute
    FOR EACH ROW EXECUTE FUNCTION complaint_check_dispute();
SELECT audit_guard('complaint_dispute', 'association', 'SELECT, INSERT');
SELECT audit_wall('complaint_dispute');

-- What was said and decided, in order. The next number is the token against lost updates (F11).
CREATE TABLE complaint_event (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    association int NOT NULL,
    dispute     int NOT NULL,
    number      int NOT NULL CHECK (number > 0),
    step        text NOT NULL,
    state       text NOT NULL,
    side        text NOT NULL CHECK (side IN ('institution', 'association')),
    author      text NOT NULL,
    said        text NOT NULL CHECK (length(btrim(said)) BETWEEN 1 AND 4000),
    on_day      date NOT NULL,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (dispute, number),
    FOREIGN KEY (institution, association, dispute)
        REFERENCES complaint_dispute (institution, association, id)
);
CREATE FUNCTION complaint_check_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE opened complaint_dispute; last_number int; last_state text; last_day date; wanted text;
BEGIN
    SELECT * INTO opened FROM complaint_dispute WHERE id = NEW.dispute AND association = NEW.association
    FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'ayni: no such dispute here' USING ERRCODE = 'AY014';
    END IF;
    SELECT number, state, on_day INTO last_number, last_state, last_day FROM complaint_event
    WHERE dispute = NEW.dispute ORDER BY number DESC LIMIT 1;
    IF NEW.number <> coalesce(last_number, 0) + 1 THEN
        RAISE EXCEPTION 'ayni: the dispute has moved on (event % is not the next)', NEW.number
            USING ERRCODE = 'AY011';
    END IF;
    SELECT next INTO wanted FROM complaint_transition
    WHERE state = coalesce(last_state, 'open') AND step = NEW.step;
    IF wanted IS NULL OR wanted <> NEW.state THEN
        RAISE EXCEPTION 'ayni: no step % from %', NEW.step, coalesce(last_state, 'open')
            USING ERRCODE = 'AY010';
    END IF;
    IF NEW.on_day < coalesce(last_day, opened.opened_on) THEN
        RAISE EXCEPTION 'ayni: % is before the last event', NEW.on_day USING ERRCODE = 'AY012';
    END IF;
    IF NEW.author <> current_setting('ayni.actor')
       OR (NEW.side = 'institution') <> (ayni_scope() = 'institution') THEN
        RAISE EXCEPTION 'ayni: a word is its author''s, on his own side' USING ERRCODE = 'AY014';
    END IF;
    IF NEW.step = 'withdraw' AND NEW.side <> opened.side
       OR NEW.step IN ('accept', 'accept_partly', 'reject') AND NEW.side <> 'institution' THEN
        RAISE EXCEPTION 'ayni: % is the other side''s step', NEW.step USING ERRCODE = 'AY014';
    END IF;
    IF NEW.step IN ('accept', 'accept_partly', 'reject') AND opened.author = NEW.author THEN
        RAISE EXCEPTION 'ayni: who opened a dispute and who decides on it are two persons'
            USING ERRCODE = 'AY015';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER closed BEFORE INSERT ON complaint_event
    FOR EACH ROW EXECUTE FUNCTION complaint_check_event();
SELECT audit_guard('complaint_event', 'association', 'SELECT, INSERT');
SELECT audit_wall('complaint_event');
