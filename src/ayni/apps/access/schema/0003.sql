-- The owner makes the tables; the application owns nothing and gets what it needs.
GRANT SELECT, INSERT, UPDATE, DELETE ON django_session, mfa_authenticator, account_emailaddress,
    account_emailconfirmation TO {app};
GRANT SELECT, INSERT, UPDATE ON access_user TO {app};
GRANT SELECT ON django_migrations, django_content_type TO {app}, {auditor};
