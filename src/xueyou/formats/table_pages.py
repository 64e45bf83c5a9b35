"""Owns a page of sentences, drawings and tables: HTML that needs nothing else, data for a PDF."""

from dataclasses import asdict, dataclass
from html import escape
from typing import Any

from xueyou.formats.dot_strips import Strips, svg


@dataclass(frozen=True, slots=True)
class TextTable:
    """One table; the first column names the row."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class TablePage:
    """A whole page: sentences, tables, what is said in small print; drawings before the tables."""

    title: str
    head: tuple[str, ...]
    tables: tuple[TextTable, ...]
    foot: tuple[str, ...]
    strips: tuple[Strips, ...] = ()


def as_data(page: TablePage) -> dict[str, Any]:
    """Return the page as plain values; a drawing as its title and its SVG."""
    drawings = [{"title": one.title, "svg": svg(one)} for one in page.strips]
    return asdict(page) | {"strips": drawings}


def as_html(page: TablePage) -> bytes:
    """Return the page as HTML, UTF-8; wide tables scroll within themselves."""
    parts = [f"<h1>{escape(page.title)}</h1>"]
    parts += [f"<p>{escape(sentence)}</p>" for sentence in page.head]
    parts += [f"<figure><h2>{escape(one.title)}</h2>{svg(one)}</figure>" for one in page.strips]
    parts += [_table(table) for table in page.tables]
    parts.append("<footer>")
    parts += [f"<p>{escape(sentence)}</p>" for sentence in page.foot]
    parts.append("</footer>")
    return _PAGE.format(title=escape(page.title), body="\n".join(parts)).encode()


def _table(table: TextTable) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in table.heads)
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>\n"
        for row in table.rows
    )
    return (
        f'<h2>{escape(table.title)}</h2><div class="wide" tabindex="0"><table><thead><tr>{heads}'
        f"</tr></thead><tbody>\n{rows}</tbody></table></div>"
    )


_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 16px/1.7 "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; color: #1d2a33;
  max-width: 72rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }}
h1 {{ font-size: 1.6rem; }} h2 {{ font-size: 1.2rem; margin-top: 2rem; }}
.wide {{ overflow-x: auto; }}
figure {{ margin: 0; max-width: 45rem; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid #c9d2d8; padding: .35rem .6rem; text-align: right;
  white-space: nowrap; }}
thead th {{ background: #eef3f5; }} th[scope=row] {{ text-align: left; font-weight: 600; }}
footer {{ margin-top: 2rem; color: #4a5a66; font-size: .9rem; }}
@media print {{ body {{ margin: 0; max-width: none; font-size: 10pt; }}
  tr, figure {{ break-inside: avoid; }} }}
</style></head><body>
{body}
</body></html>
"""
