-- An adhesion's association and its payer are parties of the institution itself; its own terms are its own.
ALTER TABLE alliance_adhesion
    ADD CONSTRAINT adherent_is_a_party FOREIGN KEY (institution, association)
        REFERENCES alliance_association (institution, id),
    ADD CONSTRAINT payer_is_a_party FOREIGN KEY (institution, payer)
        REFERENCES alliance_association (institution, id);
ALTER TABLE alliance_adhesion_terms
    ADD CONSTRAINT terms_of_its_adhesion FOREIGN KEY (adhesion, association)
        REFERENCES alliance_adhesion (id, association);
-- Whoever pays for another is told of that adhesion by name and sum (collection/schema/0002.sql): the owner's
-- functions read the name; the payer himself still sees his own rows only.
CREATE POLICY payer_reader ON alliance_association FOR SELECT TO {owner}
    USING (institution = (SELECT ayni_institution()));
-- The adherent is told by name who pays for it.
CREATE FUNCTION alliance_payers() RETURNS TABLE (adhesion int, payer_name text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
BEGIN
    RETURN QUERY SELECT d.id, a.name FROM alliance_adhesion d JOIN alliance_association a ON a.id = d.payer
    WHERE d.institution = ayni_institution() AND d.payer <> d.association
        AND (ayni_scope() = 'institution' OR d.association = ANY (coalesce(ayni_associations(), '{{}}')));
END $$;
REVOKE EXECUTE ON FUNCTION alliance_payers() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION alliance_payers() TO {app};
