"""Rulebooks to begin with: a county's own notice goes over them before a round is announced."""

from importlib.resources import files


def three_classes(
    *,
    code: str,
    county: str,
    year: int,
    stage: str,
    stage_zh: str,
    born_from: str,
    born_to: str,
    notice: str,
    number: str,
    issued: str,
    appeal_until: str,
) -> str:
    """Return rules.yaml of three classes and a lot within each.

    First, household and home in the zone; second, the household in the zone; third, the home only.
    `born_from` and `born_to` are ISO days, both included; `issued` is the notice's day,
    `appeal_until` the last day on which a result may be questioned.
    """
    text = (files(__name__) / "three_classes.yaml").read_text(encoding="utf-8")
    values = {
        "code": code,
        "county": county,
        "year": str(year),
        "stage": stage,
        "stage_zh": stage_zh,
        "born_from": born_from,
        "born_to": born_to,
        "notice": notice,
        "number": number,
        "issued": issued,
        "appeal_until": appeal_until,
    }
    for name, value in values.items():
        text = text.replace(f"<{name}>", value)
    return text
