"""Owns QR codes: a text as squares, to be drawn in print or on a page."""

import qrcode


def squares(text: str) -> list[list[int]]:
    """Return a QR code as rows of 0 and 1, without its margin."""
    code = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    return [[int(dark) for dark in row] for row in code.get_matrix()]


def path_of(rows: list[list[int]], margin: int = 2) -> tuple[int, str]:
    """Return the side with its margin, and an SVG path that fills the dark squares."""
    steps = [
        f"M{column + margin} {line + margin}h1v1h-1z"
        for line, row in enumerate(rows)
        for column, dark in enumerate(row)
        if dark
    ]
    return len(rows) + 2 * margin, "".join(steps)
