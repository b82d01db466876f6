-- A payer who is not the adherent: what it is asked for, in sums. It sees neither the lines nor a person of the
-- adhesion it pays for, nor receipts: row security on those tables stays as it was, and these two functions of
-- the owner give it the notices whose payer it is, and their PDF (which names nobody where another pays).
CREATE POLICY payer_reader ON assessment_notice FOR SELECT TO {owner}
    USING (institution = (SELECT ayni_institution()));
CREATE POLICY payer_reader ON assessment_notice_document FOR SELECT TO {owner}
    USING (institution = (SELECT ayni_institution()) AND kind = 'notice_pdf');
CREATE POLICY payer_reader ON collection_disposition FOR SELECT TO {owner}
    USING (institution = (SELECT ayni_institution()));
CREATE POLICY payer_reader ON document_file FOR SELECT TO {owner}
    USING (institution = (SELECT ayni_institution()) AND kind = 'notice_pdf');
CREATE INDEX assessment_notice_payer ON assessment_notice (payer, month);

CREATE FUNCTION collection_to_pay() RETURNS TABLE (notice bigint, association int, association_name text, month int,
    number text, reference text, families int, persons int, due bigint, paid bigint, currency text, issued_on date,
    due_on date, has_pdf boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT n.id, n.association, a.name, n.month, n.number, n.reference, n.families, n.persons, n.due,
        (SELECT coalesce(sum(d.amount), 0)::bigint FROM collection_disposition d
         WHERE d.notice = n.id AND d.kind = 'allocated'),
        n.currency, n.issued_on, n.due_on,
        EXISTS (SELECT 1 FROM assessment_notice_document p WHERE p.notice = n.id AND p.kind = 'notice_pdf')
    FROM assessment_notice n JOIN alliance_association a ON a.id = n.association
    WHERE n.institution = ayni_institution() AND n.payer <> n.association
        AND n.payer = ANY (coalesce(ayni_associations(), '{{}}'))
    ORDER BY n.month DESC, a.name, n.id;
END $$;

CREATE FUNCTION collection_paper_to_pay(asked bigint) RETURNS TABLE (name text, media_type text, content bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT f.name, f.media_type, f.content
    FROM assessment_notice n JOIN assessment_notice_document p ON p.notice = n.id AND p.kind = 'notice_pdf'
    JOIN document_file f ON f.id = p.document
    WHERE n.id = asked AND n.institution = ayni_institution() AND n.payer <> n.association
        AND n.payer = ANY (coalesce(ayni_associations(), '{{}}'));
END $$;
REVOKE EXECUTE ON FUNCTION collection_to_pay(), collection_paper_to_pay(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION collection_to_pay(), collection_paper_to_pay(bigint) TO {app};
