-- The outbox: written in the transaction that causes it, sent later, with a stable key.
CREATE TABLE message_outbox (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    association int,
    dedupe_key  text NOT NULL,
    kind        text NOT NULL,
    body        jsonb NOT NULL,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    sent_at     timestamptz,
    UNIQUE (institution, dedupe_key)
);
SELECT audit_guard('message_outbox', 'association', 'SELECT, INSERT, UPDATE (sent_at)', false);
