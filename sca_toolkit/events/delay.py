"""Why it takes longer: a list of reasons in three levels.

The first level is the expert panel's four causes (capacity, clinical, prior authorization, financial agreement) with
three of our own; the second names the barrier, the third splits the administrative burden (Singh et al. 2026,
doi 10.1016/j.mayocpiqo.2025.100682). A reason may stop at any level: what is not known is not guessed.
"""

from __future__ import annotations

from sca_toolkit.values import Choice


class DelayReason(Choice):
    """Why it takes longer: the panel's four causes, and below them what holds up an authorization or an agreement."""

    capacity = "capacity"
    clinical = "clinical"
    authorization = "authorization"
    authorization_lengthy_approval = "authorization_lengthy_approval"
    authorization_payer_education = "authorization_payer_education"
    authorization_burden = "authorization_burden"
    authorization_documents = "authorization_documents"
    authorization_many_steps = "authorization_many_steps"
    authorization_coordination = "authorization_coordination"
    agreement = "agreement"
    agreement_lengthy_approval = "agreement_lengthy_approval"
    agreement_payer_education = "agreement_payer_education"
    agreement_burden = "agreement_burden"
    agreement_documents = "agreement_documents"
    agreement_many_steps = "agreement_many_steps"
    agreement_coordination = "agreement_coordination"
    order_approval = "order_approval"
    patient_choice = "patient_choice"
    other = "other"

    @property
    def levels(self) -> tuple[str, ...]:
        """One to three levels in words, the widest first: financial agreement, administrative burden, documents."""
        cause, _, barrier = self.value.partition("_")
        if cause not in _CAUSES or self in (DelayReason.order_approval, DelayReason.patient_choice):
            return (_FIRST.get(self.value, self.value.replace("_", " ")),)
        if not barrier:
            return (_CAUSES[cause],)
        if barrier in _BURDEN:
            return (_CAUSES[cause], "administrative burden", _BURDEN[barrier])
        return (_CAUSES[cause], _BARRIERS[barrier])

    @property
    def measured_in_days(self) -> bool:
        """False for capacity, which is a flag on the case and cannot be measured in days."""
        return self is not DelayReason.capacity

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {reason.value: ": ".join(reason.levels) for reason in cls}


_CAUSES = {"authorization": "prior authorization", "agreement": "financial agreement"}
_BARRIERS = {
    "lengthy_approval": "lengthy approval",
    "payer_education": "payer education gap",
    "burden": "administrative burden",
}
_BURDEN = {
    "documents": "documents",
    "many_steps": "multiple authorization steps",
    "coordination": "coordination",
}
_FIRST = {
    "clinical": "clinical or operational",
    "order_approval": "approval of the product order",
    "patient_choice": "the patient’s choice",
}
