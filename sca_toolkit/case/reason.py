"""Why ordinary terms do not apply to a case."""

from __future__ import annotations

from sca_toolkit.values import Choice


class ReasonCode(Choice):
    """Why ordinary terms do not apply: the payer-side and the center-side reasons an expert panel named."""

    no_contract = "no_contract"
    contract_lacks_car_t_rate = "contract_lacks_car_t_rate"
    new_product_or_indication = "new_product_or_indication"
    center_designation_pending = "center_designation_pending"
    out_of_network_benefit_inadequate = "out_of_network_benefit_inadequate"
    out_of_area_member = "out_of_area_member"
    plan_change_mid_treatment = "plan_change_mid_treatment"
    employer_carve_out = "employer_carve_out"
    payer_inexperience = "payer_inexperience"
    new_program = "new_program"
    exposure_concern = "exposure_concern"
    assurance_of_coverage_and_payment = "assurance_of_coverage_and_payment"

    @classmethod
    def _in_words(cls) -> dict[str, str]:
        return {
            "no_contract": "no contract between the parties",
            "contract_lacks_car_t_rate": "the contract in force has no rate for CAR T-cell therapy",
            "new_product_or_indication": "a new product or indication",
            "center_designation_pending": "designation of the center is pending",
            "out_of_network_benefit_inadequate": "the out-of-network benefit is inadequate for this treatment",
            "out_of_area_member": "the member lives outside the payer's service area or state",
            "plan_change_mid_treatment": "the member's plan changed during treatment",
            "employer_carve_out": "the employer carved the benefit out of the standard contract",
            "payer_inexperience": "the payer has little experience with CAR T-cell therapy",
            "new_program": "the center's program is new",
            "exposure_concern": "the center's financial exposure is not yet known",
            "assurance_of_coverage_and_payment": "assurance of covered services and expected payment",
        }
