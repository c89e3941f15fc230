#!/bin/bash
# Runs once, when the database container makes its cluster, as the superuser.
#
# tripartite_owner owns the database and the tables; only migrations use it.
# tripartite_app is what the application runs as. It owns nothing, so it cannot drop the guards
# that keep the record append-only. `manage.py grant_application_role` gives it what it needs.
set -euo pipefail

psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD
CREATE ROLE tripartite_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';
CREATE ROLE tripartite_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'app_password';
CREATE DATABASE tripartite OWNER tripartite_owner;
REVOKE ALL ON DATABASE tripartite FROM PUBLIC;
GRANT CONNECT ON DATABASE tripartite TO tripartite_app;
SQL
