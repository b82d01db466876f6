-- One more reach: what lies on the negotiating table is seen by the institution, by the association that
-- negotiates and by the observers the institution asked in; never by a clinic.
CREATE OR REPLACE FUNCTION audit_policy(reach text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE reach
    WHEN 'open' THEN 'institution = (SELECT ayni_institution())'
    WHEN 'institution' THEN
        'institution = (SELECT ayni_institution()) AND (SELECT ayni_scope()) = ''institution'''
    WHEN 'association' THEN
        'institution = (SELECT ayni_institution()) AND ((SELECT ayni_scope()) = ''institution'''
        ' OR association = ANY (coalesce((SELECT ayni_associations()), ''{{}}'')))'
    WHEN 'clinic' THEN
        'institution = (SELECT ayni_institution()) AND ((SELECT ayni_scope()) IN (''institution'', ''clinic'')'
        ' OR association = ANY (coalesce((SELECT ayni_associations()), ''{{}}'')))'
    WHEN 'negotiation' THEN
        'institution = (SELECT ayni_institution()) AND ((SELECT ayni_scope()) IN (''institution'', ''observer'')'
        ' OR association = ANY (coalesce((SELECT ayni_associations()), ''{{}}'')))'
    WHEN 'person' THEN
        'institution = (SELECT ayni_institution()) AND ((SELECT ayni_scope()) IN (''institution'', ''clinic'')'
        ' OR EXISTS (SELECT 1 FROM affiliation_span s WHERE s.person = ayni_subject.person))'
    END
$$;
