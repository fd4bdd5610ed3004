#!/bin/sh
# Two database roles: the owner migrates and owns every table, the run role only reads and writes
# rows. Runs once, when PostgreSQL makes its data directory; every line may be run again.
set -eu
: "${PORTAL_OWNER_PASSWORD:?is needed}" "${PORTAL_RUN_PASSWORD:?is needed}"

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --dbname "${POSTGRES_DB:-postgres}" \
    --username "${POSTGRES_USER:-postgres}" \
    --set database="${PORTAL_DATABASE:-portal}" \
    --set owner="${PORTAL_OWNER:-portal_owner}" --set owner_password="$PORTAL_OWNER_PASSWORD" \
    --set run="${PORTAL_RUN:-portal_run}" --set run_password="$PORTAL_RUN_PASSWORD" <<'SQL'
-- The server's own log must not quote what people typed, not even these passwords.
SET log_statement = 'none';
SET log_min_error_statement = 'panic';

SELECT format('CREATE ROLE %I LOGIN', name)
  FROM unnest(ARRAY[:'owner', :'run']) AS name
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
ALTER ROLE :"owner" PASSWORD :'owner_password';
ALTER ROLE :"run" PASSWORD :'run_password' NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION;

SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'owner')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec

REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO :"run";
ALTER DATABASE :"database" SET log_min_error_statement = 'panic';
ALTER DATABASE :"database" SET log_error_verbosity = 'terse';
ALTER ROLE :"run" SET statement_timeout = '15s';
ALTER ROLE :"run" SET lock_timeout = '3s';
ALTER ROLE :"run" SET idle_in_transaction_session_timeout = '30s';
ALTER ROLE :"owner" SET lock_timeout = '3s';

\connect :"database"
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO :"owner";
GRANT USAGE ON SCHEMA public TO :"run";
-- Rows only: no TRUNCATE, no TRIGGER, no REFERENCES. What is append-only stays so by triggers that
-- the owner made and the run role can neither drop nor switch off.
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"run";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO :"run";
SQL
