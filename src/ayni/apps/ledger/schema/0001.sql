-- Double entry, append-only. General-ledger entries are per notice and per payment.
CREATE TABLE ledger_account (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    code        text NOT NULL,
    normal_side text NOT NULL CHECK (normal_side IN ('debit', 'credit')),
    UNIQUE (institution, code)
);
SELECT audit_guard('ledger_account', 'institution', 'SELECT, INSERT');

CREATE TABLE ledger_entry (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL REFERENCES access_institution,
    kind        text NOT NULL,
    -- the idempotency key: the same fact is never posted twice
    reference   text NOT NULL,
    day         date NOT NULL,
    currency    text NOT NULL CHECK (currency ~ '^[A-Z]{{3}}$'),
    reverses    bigint UNIQUE REFERENCES ledger_entry,
    xact        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (institution, reference)
);
CREATE TABLE ledger_posting (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    ledger_entry bigint NOT NULL REFERENCES ledger_entry,
    account     int NOT NULL REFERENCES ledger_account,
    association int,
    debit       bigint NOT NULL DEFAULT 0 CHECK (debit >= 0),
    credit      bigint NOT NULL DEFAULT 0 CHECK (credit >= 0),
    CHECK ((debit = 0) <> (credit = 0))
);
CREATE INDEX ledger_posting_entry ON ledger_posting (ledger_entry);
CREATE INDEX ledger_posting_account ON ledger_posting (account, association);

-- Whoever writes an entry does so now. A trigger and no CHECK: a restore brings old entries back.
CREATE FUNCTION ledger_now() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xact := pg_current_xact_id();
    RETURN NEW;
END $$;
CREATE TRIGGER now BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_now();
-- The seal: postings only in the transaction that made their entry (savepoints share its id).
CREATE FUNCTION ledger_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM new_rows n JOIN ledger_entry e ON e.id = n.ledger_entry
               WHERE e.xact <> pg_current_xact_id() OR e.institution <> n.institution) THEN
        RAISE EXCEPTION 'ayni: a posting added to a sealed entry' USING ERRCODE = 'AY003';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER seal AFTER INSERT ON ledger_posting REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_seal();
-- The balance: once per entry, on its header, at commit.
CREATE FUNCTION ledger_balance() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE n bigint; d numeric; c numeric;
BEGIN
    SELECT count(*), coalesce(sum(debit), 0), coalesce(sum(credit), 0) INTO n, d, c
    FROM ledger_posting WHERE ledger_entry = NEW.id;
    IF n < 2 OR d <> c THEN
        RAISE EXCEPTION 'ayni: ledger entry % does not balance (% postings, % against %)',
            NEW.reference, n, d, c USING ERRCODE = 'AY004';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER balance AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ledger_balance();
SELECT audit_guard('ledger_entry', 'institution', 'SELECT, INSERT');
SELECT audit_guard('ledger_posting', 'institution', 'SELECT, INSERT');
CREATE POLICY balance_reader ON ledger_posting FOR SELECT TO {owner} USING (true);
SELECT audit_wall('ledger_account');
SELECT audit_wall('ledger_entry');
SELECT audit_wall('ledger_posting');
