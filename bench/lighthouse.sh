#!/usr/bin/env bash
# Lighthouse on a running site, as a phone on slow 4G: bench/lighthouse.sh http://127.0.0.1:8000
# Needs npm and Chromium; installs Lighthouse in a folder of its own (LIGHTHOUSE_DIR, a temporary one by default).
set -euo pipefail
base=${1:?address of the running site}
case $base in http://127.0.0.1:*|http://localhost:*) ;; *) echo "only a site on this machine"; exit 2;; esac
dir=${LIGHTHOUSE_DIR:-$(mktemp -d)}
[ -x "$dir/node_modules/.bin/lighthouse" ] || npm install --silent --prefix "$dir" lighthouse@12
export CHROME_PATH=${CHROME_PATH:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
flags="--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run"
for path in / /km/ /di-san/ao-ba-om/ /km/heritage/ao-ba-om/ /le-hoi/ /km/festivals/ /dia-diem/ /km/places/; do
  timeout 120 "$dir/node_modules/.bin/lighthouse" "$base$path" --quiet --output=json --output-path="$dir/one.json" \
    --form-factor=mobile --chrome-flags="$flags" >/dev/null 2>&1
  node -e '
    const r = JSON.parse(require("fs").readFileSync(process.argv[1])), a = r.audits;
    const scores = Object.values(r.categories).map((c) => Math.round(c.score * 100)).join(" / ");
    console.log(`${process.argv[2].padEnd(24)} ${scores}  LCP ${Math.round(a["largest-contentful-paint"].numericValue)} ms`
      + `  CLS ${a["cumulative-layout-shift"].numericValue.toFixed(3)}  ${Math.round(a["total-byte-weight"].numericValue / 1024)} kB`);
  ' "$dir/one.json" "$path"
done
