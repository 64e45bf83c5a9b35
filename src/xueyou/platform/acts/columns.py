"""An act's columns in the form that is digested and exported."""

from datetime import UTC, datetime

from xueyou.platform.acts.models import Act


def stored_columns(row: Act) -> dict[str, object]:
    """Return every column but `id` and `digest`, as they stand in an export."""
    return {
        "uid": str(row.uid),
        "at": exported_moment(row.at),
        "business_at": exported_moment(row.business_at),
        "actor": row.actor,
        "on_behalf": row.on_behalf,
        "verb": row.verb,
        "subject_kind": row.subject_kind,
        "subject_uid": str(row.subject_uid),
        "org_path": row.org_path,
        "data": row.data,
        "request_id": row.request_id,
    }


def exported_moment(moment: datetime) -> str:
    """Return a moment in UTC with six digits of fraction, on every database the same."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
