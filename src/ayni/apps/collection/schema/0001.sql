-- Money received: the bank's words, receipts, what each receipt was given to.
CREATE TABLE collection_statement (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    document    bigint NOT NULL REFERENCES document_file,
    account     text NOT NULL,
    number      text NOT NULL,
    currency    text NOT NULL,
    starts      date,
    ends        date,
    opening     bigint NOT NULL,
    closing     bigint NOT NULL,
    entries     int NOT NULL CHECK (entries >= 0),
    taken       int NOT NULL CHECK (taken >= 0),
    repeated    int NOT NULL CHECK (repeated >= 0),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    CONSTRAINT entries_accounted CHECK (entries = taken + repeated),
    UNIQUE (document, account, number)
);
CREATE TABLE collection_bank_entry (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    statement   bigint NOT NULL REFERENCES collection_statement,
    natural_key text NOT NULL,
    amount      bigint NOT NULL CHECK (amount <> 0),
    currency    text NOT NULL,
    booked_on   date NOT NULL,
    value_on    date NOT NULL,
    payer       text NOT NULL,
    payer_number text NOT NULL,
    reference_text text NOT NULL,
    bank_reference text NOT NULL,
    decision    text NOT NULL CHECK (decision IN ('apply', 'apply_partial', 'apply_split',
        'apply_with_excess', 'apply_then_reverse', 'reverse', 'review', 'ignore')),
    reason      text NOT NULL,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    -- the bank's line has one effect, whatever file it comes in again
    UNIQUE (institution, natural_key)
);
CREATE TABLE collection_receipt (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    -- null while nobody knows whose it is
    association int REFERENCES alliance_association,
    bank_entry  bigint NOT NULL UNIQUE REFERENCES collection_bank_entry,
    amount      bigint NOT NULL CHECK (amount > 0),
    currency    text NOT NULL,
    value_on    date NOT NULL,
    ledger_entry bigint NOT NULL UNIQUE REFERENCES ledger_entry,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry
);
CREATE TABLE collection_reversal (
    receipt     bigint PRIMARY KEY REFERENCES collection_receipt,
    institution int NOT NULL,
    association int,
    bank_entry  bigint NOT NULL UNIQUE REFERENCES collection_bank_entry,
    amount      bigint NOT NULL CHECK (amount > 0),
    ledger_entry bigint NOT NULL UNIQUE REFERENCES ledger_entry,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry
);
-- What a receipt was given to; what undoes a row is a row of the opposite sign.
CREATE TABLE collection_disposition (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    association int NOT NULL REFERENCES alliance_association,
    receipt     bigint NOT NULL REFERENCES collection_receipt,
    kind        text NOT NULL CHECK (kind IN ('allocated', 'held', 'refunded')),
    notice      bigint REFERENCES assessment_notice,
    amount      bigint NOT NULL CHECK (amount <> 0),
    undoes      bigint UNIQUE REFERENCES collection_disposition,
    day         date NOT NULL,
    ledger_entry bigint NOT NULL UNIQUE REFERENCES ledger_entry,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    CHECK ((kind = 'allocated') = (notice IS NOT NULL)),
    CHECK ((amount < 0) = (undoes IS NOT NULL)),
    UNIQUE (id, association)
);
CREATE INDEX collection_disposition_receipt ON collection_disposition (receipt);
CREATE INDEX collection_disposition_notice ON collection_disposition (notice);
CREATE TABLE collection_allocation (
    institution int NOT NULL,
    association int NOT NULL,
    disposition bigint NOT NULL,
    month       int NOT NULL,
    adhesion    int NOT NULL,
    family      bigint NOT NULL,
    part        smallint NOT NULL,
    amount      bigint NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (disposition, month, adhesion, family, part),
    FOREIGN KEY (disposition, association) REFERENCES collection_disposition (id, association),
    FOREIGN KEY (month, adhesion, family, part) REFERENCES assessment_line (month, adhesion, family, part)
);
CREATE INDEX collection_allocation_line ON collection_allocation (family, month);
-- Derived from allocations; `ayni rebuild collection` finds no difference. Paid-so-far is never on the line.
CREATE TABLE collection_line_balance (
    institution int NOT NULL,
    association int NOT NULL,
    month       int NOT NULL,
    adhesion    int NOT NULL,
    family      bigint NOT NULL,
    part        smallint NOT NULL,
    due         bigint NOT NULL,
    paid        bigint NOT NULL,
    PRIMARY KEY (month, adhesion, family, part),
    -- a line never takes more than it owes
    CONSTRAINT paid_within_due CHECK (paid >= 0 AND paid <= due)
) WITH (fillfactor = 60);

-- Invariant 3, per receipt, at commit: nothing given that was not received, nothing below zero.
CREATE FUNCTION collection_receipt_is_conserved() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE received bigint; given bigint; lowest bigint; allocated bigint;
BEGIN
    SELECT r.amount - coalesce((SELECT v.amount FROM collection_reversal v WHERE v.receipt = r.id), 0)
    INTO received FROM collection_receipt r WHERE r.id = NEW.receipt;
    SELECT coalesce(sum(k.given), 0), coalesce(min(k.given), 0) INTO given, lowest FROM (
        SELECT sum(d.amount) AS given FROM collection_disposition d
        WHERE d.receipt = NEW.receipt GROUP BY d.kind) k;
    IF received IS NULL OR given > received OR lowest < 0 THEN
        RAISE EXCEPTION 'ayni: receipt % received % and gave %', NEW.receipt, received, given
            USING ERRCODE = 'AY007';
    END IF;
    IF TG_TABLE_NAME = 'collection_disposition' THEN
        SELECT coalesce(sum(a.amount), 0) INTO allocated FROM collection_allocation a
        WHERE a.disposition = NEW.id;
        IF to_jsonb(NEW) ->> 'kind' = 'allocated'
           AND allocated <> (to_jsonb(NEW) ->> 'amount')::bigint THEN
            RAISE EXCEPTION 'ayni: disposition % is not the sum of its allocations (%)', NEW.id, allocated
                USING ERRCODE = 'AY007';
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER conserved AFTER INSERT ON collection_disposition DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION collection_receipt_is_conserved();
CREATE CONSTRAINT TRIGGER conserved AFTER INSERT ON collection_reversal DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION collection_receipt_is_conserved();
-- Allocations come with their disposition, in the transaction that makes it.
CREATE FUNCTION collection_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM (SELECT DISTINCT disposition FROM new_rows) n
               JOIN collection_disposition d ON d.id = n.disposition
               WHERE d.entry <> audit_current_entry()) THEN
        RAISE EXCEPTION 'ayni: an allocation added to a sealed disposition' USING ERRCODE = 'AY003';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER seal AFTER INSERT ON collection_allocation REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION collection_seal();
CREATE FUNCTION collection_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE n bigint; t text;
BEGIN
    SELECT count(*), string_agg(disposition || ':' || family || ':' || amount, ',') INTO n, t FROM new_rows;
    IF n > 0 THEN PERFORM audit_record('collection_allocation', 'insert', n, t); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER journal_insert AFTER INSERT ON collection_allocation
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION collection_note();

SELECT audit_guard('collection_statement', 'institution', 'SELECT, INSERT');
SELECT audit_guard('collection_bank_entry', 'institution', 'SELECT, INSERT');
SELECT audit_guard('collection_receipt', 'association', 'SELECT, INSERT');
SELECT audit_guard('collection_reversal', 'association', 'SELECT, INSERT');
SELECT audit_guard('collection_disposition', 'association', 'SELECT, INSERT');
SELECT audit_guard('collection_allocation', 'association', 'SELECT, INSERT', false);
SELECT audit_guard('collection_line_balance', 'association', 'SELECT, INSERT, UPDATE, DELETE', false);
SELECT audit_wall('collection_statement');
SELECT audit_wall('collection_bank_entry');
SELECT audit_wall('collection_receipt');
SELECT audit_wall('collection_reversal');
SELECT audit_wall('collection_disposition');
SELECT audit_wall('collection_allocation');
