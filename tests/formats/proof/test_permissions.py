"""Who shares a machine with the keeper of a sealed bundle cannot read it; the public one he can."""

import os

from tests.formats.proof.bundles import files_of, made_bundle


def modes(paths):
    """Return the permissions of paths."""
    return {oct(path.stat().st_mode & 0o777) for path in paths}


def test_the_sealed_folder_is_its_owners_and_the_public_one_everybodys(tmp_path):
    """Tests the folder, what opens pseudonyms, and the public part, under a usual umask."""
    before = os.umask(0o022)
    try:
        out = made_bundle(tmp_path, 5)
    finally:
        os.umask(before)
    assert modes([out]) == {"0o700"}
    assert modes([out / "secret.txt", out / "openings.csv"]) == {"0o600"}
    assert modes([out / "public"]) == {"0o755"}
    assert modes(files_of(out / "public")) == {"0o644"}
