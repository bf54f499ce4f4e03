"""Roles, and what each may do. One table: every action in the program has a row here.

``Scope.ALL``: anywhere; ``Scope.OWN``: only for the person's own office (and, for work, where it takes part).
"""

from __future__ import annotations

from enum import StrEnum


class StaffRole(StrEnum):
    """What a person is in their office."""

    ADMIN = "admin"
    COORDINATOR = "coordinator"
    FOCAL = "focal"
    EDITOR = "editor"
    APPROVER = "approver"
    FINANCE = "finance"
    LEADER = "leader"
    VIEWER = "viewer"


class Scope(StrEnum):
    """How far a permission reaches."""

    ALL = "all"
    OWN = "own"


_A, _C, _F, _E, _P, _N, _L, _V = StaffRole
_EVERYONE = dict.fromkeys(StaffRole, Scope.ALL)

PERMISSIONS: dict[str, dict[StaffRole, Scope]] = {
    # people
    "people.see": _EVERYONE,
    "people.manage_staff": {_A: Scope.ALL},
    "people.manage_offices": {_A: Scope.ALL, _C: Scope.ALL},
    "people.see_trail": {_A: Scope.ALL, _L: Scope.ALL, _C: Scope.ALL},
    "people.appoint": {_A: Scope.ALL, _C: Scope.ALL, _P: Scope.OWN},
    "people.train": {_A: Scope.ALL, _C: Scope.ALL},
    "people.enrol": {_A: Scope.ALL, _C: Scope.ALL, _F: Scope.OWN},
    "people.state_need": {_A: Scope.ALL, _C: Scope.ALL, _F: Scope.OWN},
    "people.attend": _EVERYONE,
    # documents
    "documents.see": _EVERYONE,
    "documents.take_in": {_A: Scope.ALL, _C: Scope.ALL, _F: Scope.ALL, _E: Scope.ALL},
    "documents.review": {_A: Scope.ALL, _C: Scope.ALL},
    "documents.approve_reading": {_A: Scope.ALL, _C: Scope.ALL, _P: Scope.ALL},
    "documents.edit": {_A: Scope.ALL, _C: Scope.ALL},
    # duties
    "duties.see": _EVERYONE,
    "duties.edit": {_A: Scope.ALL, _C: Scope.ALL},
    # work
    "work.see": {_A: Scope.ALL, _C: Scope.ALL, _L: Scope.ALL, _P: Scope.ALL, _N: Scope.ALL, _F: Scope.OWN,
                 _E: Scope.OWN, _V: Scope.OWN},
    "work.assign": {_A: Scope.ALL, _C: Scope.ALL},
    "work.report_progress": {_C: Scope.OWN, _F: Scope.OWN},
    "work.hand_in": {_C: Scope.OWN, _F: Scope.OWN},
    "work.ask_extension": {_C: Scope.OWN, _F: Scope.OWN},
    "work.decide": {_A: Scope.ALL, _C: Scope.ALL},
    "work.file_evidence": {_C: Scope.ALL, _F: Scope.OWN, _E: Scope.OWN},
    "work.file_publication": {_C: Scope.ALL, _P: Scope.ALL, _E: Scope.ALL, _L: Scope.ALL},
    "work.order_dissemination": {_A: Scope.ALL, _C: Scope.ALL},
    "work.record_session": {_C: Scope.OWN, _F: Scope.OWN},
    "work.hold_session": {_A: Scope.ALL, _C: Scope.ALL, _F: Scope.OWN},
    "work.answer_invitation": {_C: Scope.OWN, _F: Scope.OWN},
    "work.see_awards": {_A: Scope.ALL, _C: Scope.ALL, _L: Scope.ALL, _P: Scope.ALL, _F: Scope.OWN},
    "work.propose_award": {_C: Scope.OWN, _F: Scope.OWN},
    "work.advise_award": {_A: Scope.ALL, _C: Scope.ALL},
    "work.decide_award": {_P: Scope.ALL, _L: Scope.ALL},
    "work.keep_award_categories": {_A: Scope.ALL, _C: Scope.ALL},
    "work.see_own_award": _EVERYONE,
    # planning
    "planning.see": {_A: Scope.ALL, _C: Scope.ALL, _L: Scope.ALL, _P: Scope.ALL, _N: Scope.ALL, _V: Scope.ALL,
                     _F: Scope.OWN, _E: Scope.OWN},
    "planning.open_round": {_A: Scope.ALL, _C: Scope.ALL},
    "planning.draft": {_C: Scope.OWN, _F: Scope.OWN},
    "planning.submit": {_C: Scope.OWN, _F: Scope.OWN},
    "planning.decide": {_A: Scope.ALL, _C: Scope.ALL},
    "planning.appraise": {_N: Scope.ALL},
    "planning.keep_norms": {_A: Scope.ALL, _C: Scope.ALL, _N: Scope.ALL},
    "planning.present": {_A: Scope.ALL, _C: Scope.ALL},
    "planning.approve": {_P: Scope.ALL, _L: Scope.ALL},
    "planning.amend": {_A: Scope.ALL, _C: Scope.ALL},
    "planning.spend": {_C: Scope.OWN, _F: Scope.OWN, _N: Scope.ALL},
    "planning.review": {_A: Scope.ALL, _C: Scope.ALL},
    "planning.propose": {_C: Scope.OWN, _F: Scope.OWN},
    "planning.approve_review": {_P: Scope.ALL, _L: Scope.ALL},
    "planning.inspect": {_A: Scope.ALL, _C: Scope.ALL},
    # media
    "media.see": _EVERYONE,
    "media.add": {_C: Scope.ALL, _E: Scope.ALL, _F: Scope.ALL},
    "media.edit": {_C: Scope.ALL, _E: Scope.ALL, _F: Scope.OWN},
    "media.open": {_C: Scope.ALL, _P: Scope.ALL, _E: Scope.ALL, _L: Scope.ALL},
    "media.erase": {_A: Scope.ALL, _C: Scope.ALL, _E: Scope.OWN, _F: Scope.OWN},
    "media.manage": {_A: Scope.ALL, _C: Scope.ALL},
    # newsroom
    "newsroom.see": _EVERYONE,
    "newsroom.write": {_C: Scope.ALL, _E: Scope.ALL, _F: Scope.OWN},
    "newsroom.approve": {_C: Scope.ALL, _P: Scope.ALL, _L: Scope.ALL, _A: Scope.ALL},
    "newsroom.publish": {_C: Scope.ALL, _P: Scope.ALL, _E: Scope.ALL},
    "newsroom.publish_urgently": {_C: Scope.ALL, _P: Scope.ALL, _L: Scope.ALL},
    "newsroom.withdraw": {_C: Scope.ALL, _P: Scope.ALL, _L: Scope.ALL},
    "newsroom.sign": {_C: Scope.ALL, _P: Scope.ALL, _L: Scope.ALL},
    "newsroom.manage_partners": {_A: Scope.ALL, _C: Scope.ALL},
    "newsroom.tell_engines": {_A: Scope.ALL, _C: Scope.ALL, _E: Scope.ALL},
    "newsroom.manage": {_A: Scope.ALL, _C: Scope.ALL},
    "newsroom.translate": {_C: Scope.ALL, _E: Scope.ALL, _F: Scope.OWN},
    "newsroom.keep_terms": {_A: Scope.ALL, _C: Scope.ALL, _E: Scope.ALL},
    "newsroom.propose_fact": {_C: Scope.ALL, _F: Scope.OWN},
    "newsroom.approve_fact": {_C: Scope.ALL, _P: Scope.ALL, _L: Scope.ALL, _A: Scope.ALL},
    "newsroom.confirm_fact": {_C: Scope.OWN, _F: Scope.OWN, _P: Scope.OWN, _L: Scope.OWN},
    "newsroom.ask_fact": {_C: Scope.ALL, _F: Scope.OWN, _E: Scope.OWN},
    "newsroom.answer_fact": {_C: Scope.OWN, _F: Scope.OWN},
    "newsroom.order": {_C: Scope.ALL},
    "newsroom.plan": {_C: Scope.ALL, _E: Scope.ALL},
    "newsroom.record_delivery": {_C: Scope.ALL, _E: Scope.ALL},
    "newsroom.accept_delivery": {_C: Scope.ALL, _P: Scope.ALL, _L: Scope.ALL},
    "newsroom.record_payment": {_N: Scope.ALL},
    "newsroom.see_contracts": {_C: Scope.ALL, _P: Scope.ALL, _L: Scope.ALL, _N: Scope.ALL},
    # monitoring
    "monitoring.see": _EVERYONE,
    "monitoring.sort": {_C: Scope.ALL, _E: Scope.ALL, _F: Scope.ALL},
    "monitoring.bring": {_C: Scope.ALL, _E: Scope.ALL, _F: Scope.ALL},
    "monitoring.manage": {_A: Scope.ALL, _C: Scope.ALL},
    "monitoring.compose": {_C: Scope.ALL, _E: Scope.ALL},
    "monitoring.send": {_C: Scope.ALL, _E: Scope.ALL, _P: Scope.ALL},
    # corrections
    "corrections.see": {_A: Scope.ALL, _C: Scope.ALL, _F: Scope.ALL, _E: Scope.ALL, _P: Scope.ALL, _L: Scope.ALL},
    "corrections.see_contact": {_C: Scope.ALL, _E: Scope.ALL},
    "corrections.receive": {_C: Scope.ALL, _E: Scope.ALL, _F: Scope.ALL},
    "corrections.triage": {_C: Scope.ALL, _E: Scope.ALL},
    "corrections.draft": {_C: Scope.ALL, _E: Scope.ALL},
    "corrections.agree": {_C: Scope.ALL, _P: Scope.ALL, _L: Scope.ALL},
    "corrections.check": {_C: Scope.ALL, _P: Scope.ALL, _L: Scope.ALL},
    "corrections.publish": {_C: Scope.ALL, _P: Scope.ALL},
    "corrections.answer": {_C: Scope.ALL, _E: Scope.ALL, _P: Scope.ALL},
    "corrections.manage": {_A: Scope.ALL, _C: Scope.ALL},
    # reports
    "reports.see": {_A: Scope.ALL, _C: Scope.ALL, _L: Scope.ALL, _P: Scope.ALL, _N: Scope.ALL, _V: Scope.ALL,
                    _F: Scope.OWN, _E: Scope.OWN},
    "reports.design": {_A: Scope.ALL, _C: Scope.ALL},
    "reports.ask": {_A: Scope.ALL, _C: Scope.ALL},
    "reports.answer": {_C: Scope.OWN, _F: Scope.OWN},
    "reports.bring_in": {_A: Scope.ALL, _C: Scope.ALL},
    "reports.decide": {_A: Scope.ALL, _C: Scope.ALL},
    "reports.write": {_A: Scope.ALL, _C: Scope.ALL},
    "reports.issue": {_A: Scope.ALL, _C: Scope.ALL, _P: Scope.ALL, _L: Scope.ALL},
    "reports.see_overview": {_A: Scope.ALL, _C: Scope.ALL, _P: Scope.ALL, _L: Scope.ALL},
    "reports.freeze_overview": {_A: Scope.ALL, _C: Scope.ALL, _P: Scope.ALL, _L: Scope.ALL},
    # search
    "search.see": _EVERYONE,
    "search.save": _EVERYONE,
    "search.see_asked": {_A: Scope.ALL, _C: Scope.ALL, _E: Scope.ALL, _P: Scope.ALL, _L: Scope.ALL},
    "search.keep_abbreviations": {_A: Scope.ALL, _C: Scope.ALL, _E: Scope.ALL},
    # the machine itself
    "system.run": {_A: Scope.ALL},
}  # fmt: skip


def scope_of(action: str, roles: frozenset[StaffRole]) -> Scope | None:
    """The widest scope that any of ``roles`` has for ``action``; None when refused.

    Raises KeyError for an action without a row: a misspelt name must not pass as "refused to all".
    """
    granted = {scope for role, scope in PERMISSIONS[action].items() if role in roles}
    if Scope.ALL in granted:
        return Scope.ALL
    return Scope.OWN if Scope.OWN in granted else None
