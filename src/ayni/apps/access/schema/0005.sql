-- A user name is one whatever its accents and capitals: José, JOSE and jose are one user.
CREATE FUNCTION access_fold(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT lower(regexp_replace(normalize(btrim(name), NFKD), '[\u0300-\u036f]', '', 'g'))
$$;
CREATE UNIQUE INDEX access_user_folded ON access_user (access_fold(username));
-- Users are Django's table, outside the guard: a password given by somebody else is told to the journal here.
CREATE FUNCTION access_password_given(given int) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
BEGIN
    IF ayni_scope() <> 'institution' THEN
        RAISE EXCEPTION 'ayni: only the institution gives a password' USING ERRCODE = 'AY005';
    END IF;
    PERFORM audit_record('access_user', 'update', 1, given::text);
END $$;
REVOKE EXECUTE ON FUNCTION access_password_given(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_password_given(int) TO {app};
