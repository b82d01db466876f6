-- A course held with the software: which institution is whose sandbox. The rows are the facilitator's institution's; a
-- reset closes one and opens the next. Facts are never taken away: the old sandbox stays as it was left.
CREATE TABLE access_course_sandbox (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    participant int NOT NULL CHECK (participant BETWEEN 1 AND 99),
    number      int NOT NULL CHECK (number >= 1),
    sandbox     int NOT NULL UNIQUE REFERENCES access_institution,
    seed        int NOT NULL,
    families    int NOT NULL CHECK (families > 0),
    opened_on   date NOT NULL,
    closed_on   date CHECK (closed_on >= opened_on),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    CHECK (sandbox <> institution),
    UNIQUE (institution, participant, number)
);
CREATE UNIQUE INDEX access_course_sandbox_open ON access_course_sandbox (institution, participant)
    WHERE closed_on IS NULL;
SELECT audit_guard('access_course_sandbox', 'institution', 'SELECT, INSERT, UPDATE (closed_on)');
CREATE FUNCTION access_check_sandbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_on IS NOT NULL OR NEW.closed_on IS NULL THEN
        RAISE EXCEPTION 'ayni: a sandbox is closed once' USING ERRCODE = 'AY023';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER once BEFORE UPDATE ON access_course_sandbox
    FOR EACH ROW EXECUTE FUNCTION access_check_sandbox();
-- Whoever acts in a sandbox asks whose it is, and learns nothing of any other.
CREATE POLICY seat_reader ON access_course_sandbox FOR SELECT TO {owner} USING (true);
CREATE FUNCTION access_course_seat()
RETURNS TABLE (hall int, participant int, number int, seed int, families int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT s.institution, s.participant, s.number, s.seed, s.families FROM access_course_sandbox s
    WHERE s.sandbox = ayni_institution() AND s.closed_on IS NULL
$$;
REVOKE EXECUTE ON FUNCTION access_course_seat() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_course_seat() TO {app};

-- What a participant says he has done, where no other fact of the sandbox shows it.
CREATE TABLE access_course_step (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    exercise    int NOT NULL CHECK (exercise BETWEEN 1 AND 4),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (institution, exercise)
);
SELECT audit_guard('access_course_step', 'institution', 'SELECT, INSERT');
SELECT audit_wall('access_course_step');
