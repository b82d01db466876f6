-- What an agreement brings: its generated text, the signed scan, the papers of an association.
ALTER TABLE document_file DROP CONSTRAINT document_file_kind_check;
ALTER TABLE document_file ADD CONSTRAINT document_file_kind_check CHECK (kind IN
    ('roster', 'statement', 'notice_pdf', 'notice_xlsx', 'agreement_pdf', 'agreement_scan', 'evidence'));
