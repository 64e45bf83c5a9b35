"""Draw what a family of the demo city photographs: a certificate of nobody, lying on a table.

Run `python -m xueyou.demo.documents.photograph` after changing its words. The letters are those of
the machine's fonts, so the file is kept beside the words.
"""

import io

import typst
from PIL import Image, ImageDraw, ImageFilter

from xueyou.demo.documents import CERTIFICATE

WORDS = r"""
#set page(width: 148mm, height: 210mm, margin: 16mm, fill: rgb("#fbfaf4"))
#set text(font: ("Noto Serif CJK SC", "Noto Sans CJK SC"), size: 13pt, lang: "zh")
#set par(leading: 1.1em, justify: true)
#rect(width: 100%, height: 100%, stroke: 1.2pt + rgb("#8a2b22"), inset: 11mm)[
  #align(center)[#v(6mm) #text(size: 22pt, weight: "bold")[优待对象证明] #v(2mm)
  #text(size: 10pt)[（演示样张，不是证件）] #v(9mm)]
  #h(2em)兹证明持本样张的家庭，符合国家规定的教育优待条件，可以凭本证明到招生窗口核对。

  #h(2em)类别：国家综合性消防救援队伍人员子女

  #h(2em)编号：样张〇〇〇〇号

  #v(1fr)
  #align(right)[临澄市（虚构） #linebreak() 二〇二六年十月]
  #v(8mm)
  #align(center)[#text(size: 9pt, fill: rgb("#666"))[演示城市自己画的图，单位、编号都是编的。]]
]
"""


def photograph() -> bytes:
    """Return the picture: the sheet a little askew, on wood, not quite sharp."""
    drawn = typst.compile(WORDS.encode(), format="png", ppi=150)
    sheet = Image.open(io.BytesIO(drawn)).convert("RGBA")
    table = Image.new("RGB", (sheet.width + 220, sheet.height + 240), "#8c6b4a")
    grain = ImageDraw.Draw(table)
    for y in range(0, table.height, 9):
        shade = 96 + y * 37 % 29
        grain.line([(0, y), (table.width, y + 40)], fill=(shade + 44, shade + 12, shade - 22))
    table = table.filter(ImageFilter.GaussianBlur(5))
    askew = sheet.rotate(-2.4, expand=True, resample=Image.Resampling.BICUBIC)
    shadow = Image.new("RGBA", askew.size, (30, 20, 10, 150))
    table.paste(shadow, (96, 92), askew.getchannel("A"))
    table.paste(askew, (84, 78), askew)
    buffer = io.BytesIO()
    table.filter(ImageFilter.GaussianBlur(0.6)).save(buffer, "JPEG", quality=72)
    return buffer.getvalue()


if __name__ == "__main__":
    CERTIFICATE.write_bytes(photograph())
