-- Uploads, signed scans and PDFs by digest: in the database, so that backup and row security hold them.
CREATE TABLE document_file (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    institution int NOT NULL,
    association int,
    digest      bytea NOT NULL CHECK (length(digest) = 32),
    kind        text NOT NULL CHECK (kind IN ('roster', 'statement', 'notice_pdf', 'notice_xlsx')),
    name        text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    media_type  text NOT NULL,
    size        bigint NOT NULL CHECK (size >= 0),
    -- blank only after an erasure, which leaves the digest
    content     bytea,
    entry       bigint NOT NULL DEFAULT audit_current_entry() REFERENCES audit_entry,
    UNIQUE (institution, kind, digest, association)
);
CREATE UNIQUE INDEX document_file_institution ON document_file (institution, kind, digest)
    WHERE association IS NULL;
SELECT audit_guard('document_file', 'association', 'SELECT, INSERT', false);
SELECT audit_wall_but_erasure('document_file');
-- The journal takes the file's own digest, never its text.
CREATE FUNCTION document_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
DECLARE n bigint; t text;
BEGIN
    SELECT count(*), string_agg(encode(digest, 'hex'), chr(10)) INTO n, t FROM new_rows;
    IF n > 0 THEN PERFORM audit_record('document_file', 'insert', n, t); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER journal_insert AFTER INSERT ON document_file REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION document_note();
