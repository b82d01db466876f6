-- A practice or a commitment noted by mistake is withdrawn by another fact; nothing of it is erased.
ALTER TABLE alliance_practice ADD CONSTRAINT alliance_practice_of_institution UNIQUE (institution, id);
-- A study that a follow-up led to names it by key (study/schema/0002.sql).
ALTER TABLE alliance_follow_up ADD CONSTRAINT alliance_follow_up_of_institution UNIQUE (institution, id);
CREATE TABLE alliance_withdrawal (
    id           int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution  int NOT NULL REFERENCES access_institution,
    practice     int UNIQUE,
    commitment   int UNIQUE,
    -- how many follow-ups the page showed on which it was withdrawn; a practice has none
    seen         int NOT NULL CHECK (seen >= 0),
    why          text NOT NULL CHECK (length(why) <= 1000 AND length(btrim(why)) > 0),
    withdrawn_by text NOT NULL,
    withdrawn_on date NOT NULL,
    entry        bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    CHECK (num_nonnulls(practice, commitment) = 1),
    CHECK (practice IS NULL OR seen = 0),
    FOREIGN KEY (institution, practice) REFERENCES alliance_practice (institution, id),
    FOREIGN KEY (institution, commitment) REFERENCES alliance_commitment (institution, id)
);
-- Only the institution withdraws, and only upon what stands: whoever told meanwhile what became of it is not passed over.
CREATE FUNCTION alliance_check_withdrawal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE told int;
BEGIN
    IF ayni_scope() <> 'institution' THEN
        RAISE EXCEPTION 'ayni: only the institution withdraws' USING ERRCODE = 'AY005';
    END IF;
    IF NEW.commitment IS NULL THEN RETURN NEW; END IF;
    PERFORM 1 FROM alliance_commitment WHERE id = NEW.commitment FOR UPDATE;
    SELECT count(*) INTO told FROM alliance_follow_up WHERE commitment = NEW.commitment;
    IF told <> NEW.seen THEN
        RAISE EXCEPTION 'ayni: % follow-ups, and % were seen', told, NEW.seen USING ERRCODE = 'AY025';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER upon_what_stands BEFORE INSERT ON alliance_withdrawal
    FOR EACH ROW EXECUTE FUNCTION alliance_check_withdrawal();
-- What became of a withdrawn commitment is told no more.
CREATE FUNCTION alliance_check_follow_up_stands() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
BEGIN
    PERFORM 1 FROM alliance_commitment WHERE id = NEW.commitment FOR UPDATE;
    IF EXISTS (SELECT 1 FROM alliance_withdrawal w WHERE w.commitment = NEW.commitment) THEN
        RAISE EXCEPTION 'ayni: the commitment was withdrawn' USING ERRCODE = 'AY024';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER commitment_stands BEFORE INSERT ON alliance_follow_up
    FOR EACH ROW EXECUTE FUNCTION alliance_check_follow_up_stands();

SELECT audit_guard('alliance_withdrawal', 'open', 'SELECT, INSERT');
SELECT audit_wall('alliance_withdrawal');
