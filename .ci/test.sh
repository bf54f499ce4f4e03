#!/usr/bin/env bash
# The stages of `make test`, in order; the first failure ends it. Says what it skips and why.
set -euo pipefail
BIN=${BIN:-.venv/bin}
export DJANGO_SETTINGS_MODULE=config.settings.test
# What one process has compiled, the assertions of each test above all, the processes after it read.
unset PYTHONDONTWRITEBYTECODE
say() { printf '\n== %s\n' "$*"; }

say "Tools that tests want from the system"
want=()
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || [ -d "/Applications/Google Chrome.app" ] || want+=(chromium)
command -v tesseract >/dev/null && tesseract --list-langs 2>/dev/null | grep -qx vie || want+=(tesseract-ocr tesseract-ocr-vie)
command -v ffmpeg >/dev/null || want+=(ffmpeg)
if [ ${#want[@]} -gt 0 ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${want[@]}" fonts-noto-core; } >/dev/null 2>&1 \
    || echo "could not install: ${want[*]}"
elif [ ${#want[@]} -gt 0 ]; then
  echo "not here, so tests that need them are skipped: ${want[*]} (Debian: sudo apt install ${want[*]})"
fi

work=$(mktemp -d)
migrating="" making=""
trap 'kill $migrating $making 2>/dev/null || true; rm -rf "$work"' EXIT
# A database is migrated once and copied for each process of tests; this goes on while others lint.
env -u DATABASE_URL NHIPCAU_STATE="$work/nhipcau-test-template" "$BIN"/nhipcau migrate --verbosity 0 >"$work/migrate.log" 2>&1 &
migrating=$!

url=${NHIPCAU_TEST_POSTGRES:-postgres://postgres@127.0.0.1:5432/test}
if "$BIN"/python - "$url" <<'PY'
import sys
import psycopg
try:
    psycopg.connect(sys.argv[1], connect_timeout=3).close()
except psycopg.OperationalError as error:
    sys.exit(f"PostgreSQL is not reachable, its tests are skipped: {error}".strip())
PY
then
  DATABASE_URL="$url" NHIPCAU_STATE="$work/nhipcau-test-postgres" "$BIN"/python .ci/template.py >"$work/template" 2>"$work/template.log" &
  making=$!
fi

say "Lint and format"
"$BIN"/ruff check .
"$BIN"/ruff format --check .
"$BIN"/djlint --lint --quiet nhipcau
say "Types"
"$BIN"/mypy
say "Handbook"
NO_MKDOCS_2_WARNING=1 "$BIN"/mkdocs build --strict --quiet --site-dir "$(mktemp -d)"
say "House, rules, actions, screens on SQLite"
"$BIN"/nhipcau makemigrations --check --dry-run >/dev/null || { echo "models and migrations differ: nhipcau makemigrations"; exit 1; }
wait "$migrating" || { cat "$work/migrate.log"; exit 1; }
export NHIPCAU_TEST_TEMPLATE="$work/nhipcau-test-template/nhipcau.sqlite3"
workers=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
waiting=$((workers + 1)) # where tests wait for a server or a browser for a part of their time
env -u DATABASE_URL "$BIN"/pytest -n "$workers" --dist loadfile --no-loadscope-reorder -m "not journey" --durations=15 tests

if [ -n "$making" ]
then
  say "The same on PostgreSQL"
  wait "$making" || { cat "$work/template.log"; exit 1; }
  NHIPCAU_TEST_TEMPLATE=$(cat "$work/template") NHIPCAU_TEST_ONLY_DATABASE=1 DATABASE_URL="$url" "$BIN"/pytest -n "$waiting" --dist loadfile --no-loadscope-reorder -m "not journey" --durations=15 tests
fi

if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || [ -d "/Applications/Google Chrome.app" ]; then
  say "Journeys in a real browser"
  env -u DATABASE_URL "$BIN"/pytest -n "$waiting" --dist loadfile --no-loadscope-reorder -m journey --durations=15 --ignore tests/journeys/test_voice.py tests/journeys
  # Seconds count there: alone on the machine.
  env -u DATABASE_URL "$BIN"/pytest -m journey tests/journeys/test_voice.py
else
  echo "no Chromium: journeys are skipped"
fi
