import pytest

from sca_toolkit.errors import UsageProblem
from sca_toolkit.therapy import Catalogue, Fit


@pytest.mark.parametrize(
    ("icd10", "product", "fit"),
    [
        ("C83.30", "Yescarta", Fit.fits),
        ("C85.20", "Yescarta", Fit.fits),
        ("C85.20", "Kymriah", Fit.does_not_fit),
        ("C82.41", "Breyanzi", Fit.fits),
        ("C82.41", "Yescarta", Fit.unknown),
        ("C82.01", "Yescarta", Fit.fits),
        ("C82.01", "Tecartus", Fit.does_not_fit),
        ("C83.11", "Tecartus", Fit.fits),
        ("C83.11", "Yescarta", Fit.does_not_fit),
        ("C88.40", "Breyanzi", Fit.fits),
        ("C88.40", "Yescarta", Fit.does_not_fit),
        ("C91.12", "Breyanzi", Fit.fits),
        ("C91.02", "Aucatzyl", Fit.fits),
        ("C91.02", "Abecma", Fit.does_not_fit),
        ("C90.02", "Carvykti", Fit.fits),
        ("C90.02", "Yescarta", Fit.does_not_fit),
        ("C85.10", "Yescarta", Fit.unknown),
        ("C50.911", "Yescarta", Fit.unknown),
    ],
)
def test_a_diagnosis_is_compared_with_the_label_by_disease(
    catalogue: Catalogue, icd10: str, product: str, fit: Fit
) -> None:
    match = catalogue.diagnosis_matches(icd10, product)
    assert match.fit is fit
    assert match.reason.endswith(".")


def test_primary_cns_lymphoma_is_excluded_by_two_labels_and_open_for_the_third(catalogue: Catalogue) -> None:
    assert catalogue.diagnosis_matches("C83.390", "Kymriah").fit is Fit.does_not_fit
    assert catalogue.diagnosis_matches("C83.390", "Breyanzi").fit is Fit.does_not_fit
    assert catalogue.diagnosis_matches("C83.390", "Yescarta").fit is Fit.unknown


def test_a_disease_in_remission_is_not_called_fitting_for_relapsed_disease(catalogue: Catalogue) -> None:
    match = catalogue.diagnosis_matches("C90.01", "Abecma")
    assert match.fit is Fit.unknown
    assert "in remission" in match.reason
    assert catalogue.diagnosis_matches("C83.3A", "Yescarta").fit is Fit.unknown


def test_a_label_for_residual_disease_in_remission_fits_a_remission_code(catalogue: Catalogue) -> None:
    assert catalogue.diagnosis_matches("C91.01", "Blincyto").fit is Fit.fits


def test_a_product_whose_label_is_not_linked_to_codes_is_never_said_not_to_fit(catalogue: Catalogue) -> None:
    for product in ("Amtagvi", "Tecelra", "Kimmtrak", "Imdelltra"):
        assert catalogue.diagnosis_matches("C90.00", product).fit is Fit.unknown


def test_a_retired_code_is_still_read_for_its_disease(catalogue: Catalogue) -> None:
    assert catalogue.diagnosis_matches("C83.39", "Yescarta").fit is Fit.fits


def test_an_unknown_product_is_refused_even_with_an_unknown_code(catalogue: Catalogue) -> None:
    with pytest.raises(UsageProblem):
        catalogue.diagnosis_matches("C50.911", "aspirin")
