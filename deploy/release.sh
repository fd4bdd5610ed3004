#!/bin/sh
# What happens before a new version starts, as the owner of the tables: judge, migrate, judge again.
set -eu
python manage.py check --deploy --fail-level WARNING
python manage.py migrate --noinput
python manage.py createcachetable
python manage.py check --deploy --fail-level WARNING --database default
