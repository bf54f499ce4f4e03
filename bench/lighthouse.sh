#!/usr/bin/env bash
# Lighthouse on a running site, as a phone on slow 4G: bench/lighthouse.sh http://127.0.0.1:8000
# Medians of RUNS (3) runs a page. Needs npm and Chromium; installs Lighthouse in a folder of its own (LIGHTHOUSE_DIR, a temporary one by default).
set -euo pipefail
base=${1:?address of the running site}
case $base in http://127.0.0.1:*|http://localhost:*) ;; *) echo "only a site on this machine"; exit 2;; esac
dir=${LIGHTHOUSE_DIR:-$(mktemp -d)}
[ -x "$dir/node_modules/.bin/lighthouse" ] || npm install --silent --prefix "$dir" lighthouse@12
export CHROME_PATH=${CHROME_PATH:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
flags="--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run"
for path in / /km/ /di-san/ao-ba-om/ /km/heritage/ao-ba-om/ /le-hoi/ /km/festivals/ /dia-diem/ /km/places/; do
  runs=()
  for run in $(seq "${RUNS:-3}"); do
    timeout 120 "$dir/node_modules/.bin/lighthouse" "$base$path" --quiet --output=json --output-path="$dir/run$run.json" \
      --form-factor=mobile --chrome-flags="$flags" >/dev/null 2>&1 || continue
    runs+=("$dir/run$run.json")
  done
  node -e '
    const [path, ...files] = process.argv.slice(1), fs = require("fs");
    // Chromium sometimes does not say what the largest paint was: such a run counts for nothing.
    const runs = files.map((f) => JSON.parse(fs.readFileSync(f))).filter((r) => r.audits["largest-contentful-paint"].numericValue);
    const middle = (of) => runs.map(of).sort((a, b) => a - b)[runs.length >> 1];
    const scores = Object.keys(runs[0].categories).map((key) => Math.round(100 * middle((r) => r.categories[key].score)));
    const lcp = (r) => Math.round(r.audits["largest-contentful-paint"].numericValue);
    console.log(`${path.padEnd(24)} ${scores.join(" / ")}  LCP ${middle(lcp)} ms [${runs.map(lcp).join(" ")}]`
      + `  CLS ${middle((r) => r.audits["cumulative-layout-shift"].numericValue).toFixed(3)}`
      + `  ${Math.round(middle((r) => r.audits["total-byte-weight"].numericValue) / 1024)} kB`);
  ' "$path" "${runs[@]}"
done
