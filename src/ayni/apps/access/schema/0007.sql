-- The business day is the institution's: at one moment it is one day in Lima and another in San José. Asked before
-- anybody acts (a mandate, a key), so it is asked of the owner; it tells a day and nothing else.
CREATE FUNCTION access_business_day(of_institution int, at_moment timestamptz) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT (at_moment AT TIME ZONE time_zone)::date FROM access_institution WHERE id = of_institution
$$;
REVOKE EXECUTE ON FUNCTION access_business_day(int, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_business_day(int, timestamptz) TO {app};
-- A key is in force on its own institution's day.
CREATE FUNCTION access_token_holder(asked bytea, at_moment timestamptz)
RETURNS TABLE (institution int, name text, role text, facility int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT h.* FROM access_token t
    CROSS JOIN LATERAL access_token_holder(asked, access_business_day(t.institution, at_moment)) h
    WHERE t.digest = asked
$$;
GRANT EXECUTE ON FUNCTION access_token_holder(bytea, timestamptz) TO {app};
-- A link too: the day of the institution that sent it; no day for a link nobody sent.
CREATE FUNCTION access_invitation_day(asked bytea, at_moment timestamptz) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT access_business_day(i.institution, at_moment) FROM access_invitation i WHERE i.digest = asked
$$;
REVOKE EXECUTE ON FUNCTION access_invitation_day(bytea, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_invitation_day(bytea, timestamptz) TO {app};
