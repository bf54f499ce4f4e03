#!/usr/bin/env python3
# The scoring contract as it was given, kept word for word.
# ruff: noqa: B905, C901, E401, I001, N806
# fmt: off
"""score.py GOLD_DIR PRED_DIR -> JSON scores on stdout. Python 3.11, standard library only.

GOLD_DIR holds NAME.gold.json; PRED_DIR holds NAME.json (or NAME.pred.json, or NAME.gold.json).
A missing or unreadable prediction counts as an empty object. Rules: see PARSING.md, "Scoring".
"""
import json, re, sys, unicodedata
from pathlib import Path

TITLES = (r"^(giám đốc|phó giám đốc|chủ tịch|thủ trưởng|chánh|chánh án|bộ trưởng|trưởng|cục trưởng|"
          r"tổng giám đốc|người đứng đầu|đồng chí|các đồng chí)\s+")


def norm(s):
    s = unicodedata.normalize("NFC", str(s or "")).casefold()
    s = s.replace("uỷ", "ủy").replace("hoà", "hòa").replace("–", "-")
    s = re.sub(r"\bubnd\b", "ủy ban nhân dân", s)
    return re.sub(r"\s+", " ", s).strip(" .,;:|/\"“”'")


def norm_title(s):
    return "".join(re.findall(r"\w+", norm(s)))   # blind to spaces: scrapers glue words


def norm_number(s):
    """case, spaces and the choice of '-' or '/' do not matter: 141/KH- TU == 141-KH/TU"""
    return re.sub(r"[-/]+", "/", re.sub(r"\s+", "", norm(s)))


def norm_agency(s):
    s = re.sub(r"^(các|những)\s+", "", norm(s))
    s = re.sub(TITLES, "", s)
    return re.sub(r"^(các|những)\s+", "", s)


def ref_key(r):
    return norm_number(r["number"]) if r.get("number") else "t:" + norm_title(r.get("title"))


def tokens(s):
    return set(re.findall(r"\w+", norm(s)))


def jaccard(a, b):
    a, b = tokens(a), tokens(b)
    return len(a & b) / len(a | b) if a | b else 1.0


def prf(tp, n_pred, n_gold):
    p = tp / n_pred if n_pred else (1.0 if not n_gold else 0.0)
    r = tp / n_gold if n_gold else (1.0 if not n_pred else 0.0)
    f = 2 * p * r / (p + r) if p + r else 0.0
    return {"precision": round(p, 4), "recall": round(r, 4), "f1": round(f, 4),
            "tp": tp, "pred": n_pred, "gold": n_gold}


def acc(ok, n):
    return {"accuracy": round(ok / n, 4) if n else None, "ok": ok, "n": n}


def multiset_tp(gold, pred):
    left, tp = list(gold), 0
    for k in pred:
        if k in left:
            left.remove(k)
            tp += 1
    return tp


def load_pred(d, name):
    for suffix in (".json", ".pred.json", ".gold.json"):
        p = d / (name + suffix)
        if p.is_file():
            try:
                o = json.loads(p.read_text("utf-8"))
                return o if isinstance(o, dict) else {}
            except ValueError:
                return {}
    return {}


def score(gold_dir, pred_dir):
    C = {k: [0, 0, 0] for k in ("references", "clauses", "duties")}
    A = {k: [0, 0] for k in ("ref_dates", "role", "cadence", "deadline")}
    M = {k: [0, 0] for k in ("number", "kind", "issuer", "issued_on", "title")}
    per = {}
    for g in sorted(gold_dir.glob("*.gold.json")):
        name = g.name[: -len(".gold.json")]
        G, P = json.loads(g.read_text("utf-8")), load_pred(pred_dir, name)
        row = per[name] = {}
        for f in M:
            gv, pv = G.get(f), P.get(f)
            if f == "number":
                same = norm_number(gv) == norm_number(pv)
            elif f == "issuer":
                same = norm_agency(gv) == norm_agency(pv)
            elif f == "title":
                same = norm_title(gv) == norm_title(pv)
            else:
                same = norm(gv) == norm(pv)
            M[f][0] += same
            M[f][1] += 1
        gr, pr = G.get("references") or [], P.get("references") or []
        gk, pk = [ref_key(r) for r in gr], [ref_key(r) for r in pr]
        tp = multiset_tp(gk, pk)          # a second prediction of one document is a false positive
        for i, v in enumerate((tp, len(pk), len(gk))):
            C["references"][i] += v
        row["references"] = prf(tp, len(pk), len(gk))["f1"]
        pd = {}
        for k, r in zip(pk, pr):
            pd.setdefault(k, r.get("issued_on"))
        for k, r in zip(gk, gr):
            if k in pd:                   # dates are judged on matched references only
                A["ref_dates"][0] += (pd[k] or None) == (r.get("issued_on") or None)
                A["ref_dates"][1] += 1
        gp = [c["path"] for c in G.get("clauses") or []]
        pp = [c.get("path") for c in P.get("clauses") or []]
        tp = multiset_tp(gp, pp)
        for i, v in enumerate((tp, len(pp), len(gp))):
            C["clauses"][i] += v
        row["clauses"] = prf(tp, len(pp), len(gp))["f1"]
        if G.get("duties") is None:       # duties are not scored for this file
            row["duties"] = None
            continue
        gd, pdu = G["duties"], P.get("duties") or []
        pairs = []
        for i, a in enumerate(gd):
            ag = {norm_agency(x) for x in a["agencies"]}
            for j, b in enumerate(pdu):
                if a["path"] != b.get("path"):
                    continue
                bg = {norm_agency(x) for x in b.get("agencies") or []}
                if not (ag & bg or (not ag and not bg)):
                    continue
                s = jaccard(a["text"], b.get("text"))
                if s >= 0.6:
                    pairs.append((-s, i, j))
        ui, uj, tp = set(), set(), 0
        for _, i, j in sorted(pairs):     # greedy, best text match first
            if i in ui or j in uj:
                continue
            ui.add(i), uj.add(j)
            tp += 1
            for f in ("role", "cadence", "deadline"):
                A[f][0] += (gd[i].get(f) or None) == (pdu[j].get(f) or None)
                A[f][1] += 1
        for i, v in enumerate((tp, len(pdu), len(gd))):
            C["duties"][i] += v
        row["duties"] = prf(tp, len(pdu), len(gd))["f1"]
    out = {k: prf(*v) for k, v in C.items()}
    out["reference_dates"] = acc(*A["ref_dates"])
    for f in ("role", "cadence", "deadline"):
        out[f] = acc(*A[f])
    out["metadata"] = {k: acc(*v) for k, v in M.items()}
    out["files"] = per
    return out


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    print(json.dumps(score(Path(sys.argv[1]), Path(sys.argv[2])), ensure_ascii=False, indent=1))
