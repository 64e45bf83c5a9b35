"""Owns the refusals: why a file is not read, said so that its owner knows what to do next.

One table, code to sentences; `docs/interfaces.md` prints the same table and a test compares them.
A refusal never carries text of the document, so it may be logged.
"""

from typing import NamedTuple


class Reason(NamedTuple):
    """What one code says, in Chinese and in English."""

    zh: str
    en: str


REASONS: dict[str, Reason] = {
    "empty": Reason(
        "这份文件里没有文字。原来的内容没有变动。请打开看一眼是不是选错了文件，再交一次。",
        "The file holds no text. Nothing was changed. Check that it is the right file.",
    ),
    "binary": Reason(
        "这不是一份文字文件，里面是程序或压缩的数据。什么都没有存下。"
        "请交 txt、docx、xlsx、pdf、html 或 ofd 文件。",
        "This is not a text document but binary data. Nothing was stored. "
        "Send txt, docx, xlsx, pdf, html or ofd.",
    ),
    "format_mismatch": Reason(
        "文件名的后缀和里面的内容对不上。什么都没有存下。"
        "请用原来的软件打开它，另存为正确的格式再交。",
        "The name's extension and the content disagree. Nothing was stored. "
        "Open it in the program it came from and save it in the right format.",
    ),
    "too_large": Reason(
        "这份文件超过了能读的大小。什么都没有存下。"
        "请拆成几份，或删去图片和用不到的页、行、列再交。",
        "The file is larger than can be read. Nothing was stored. "
        "Split it, or remove pictures and unused pages, rows and columns.",
    ),
    "encrypted": Reason(
        "这份文件加了密码，打不开。什么都没有存下。请先去掉密码，另存一份再交。",
        "The file is protected by a password. Nothing was stored. Remove the password first.",
    ),
    "scan_no_text": Reason(
        "这份文件只有扫描的图像，没有文字，本机没有装文字识别。什么都没有存下。"
        "请交原来的电子文件；或请管理员运行 pip install 'xueyou[ocr]' 后再交。",
        "The file is a scan without text and no character recognition is installed. Nothing was "
        "stored. Send the electronic original, or have pip install 'xueyou[ocr]' run first.",
    ),
    "zip_bomb": Reason(
        "这份文件解开后会膨胀到远超它的大小，读它会占满机器。什么都没有存下。"
        "请用原来的软件打开它，另存一份再交。",
        "Unpacked, the file would swell far beyond its size. Nothing was stored. "
        "Open it in the program it came from and save it anew.",
    ),
    "macro": Reason(
        "这份文件带有宏程序，为了安全没有打开。什么都没有存下。"
        "请另存为不带宏的 docx 或 xlsx 再交。",
        "The file carries macros and was not opened. Nothing was stored. "
        "Save it as docx or xlsx without macros.",
    ),
    "broken_ids": Reason(
        "编号一列不能用：有编号变成了科学计数，或有编号重复。什么都没有改动。"
        "请把这一列设成文本，补上原来的编号再交。",
        "The column of identifiers is damaged: turned into floating-point numbers, or repeated. "
        "Nothing was changed. Format the column as text and restore the identifiers.",
    ),
    "no_plan": Reason(
        "文件读出来了，但里面没有找到计划、要点或总结这类内容。什么都没有写入。"
        "请确认选对了文件；如果它确实是规划，请把文件发给系统管理员看一看。",
        "The file was read but holds no plan, work points or report. Nothing was written. "
        "Check that it is the right file; if it is a plan, show it to the administrator.",
    ),
    "encoding_unknown": Reason(
        "这份文字文件的编码认不出来，读出来会是乱码。什么都没有存下。"
        "请用记事本打开，另存时编码选 UTF-8，再交一次。",
        "The text file's encoding could not be told. Nothing was stored. "
        "Open it in an editor and save it as UTF-8.",
    ),
    "classified": Reason(
        "文件开头标有密级，按规定不能放进这个系统。读完第一页就停了，文件没有留下，"
        "内容也没有记录。请按保密规定处理；可以公开的部分请另做一份再交。",
        "The head of the file bears a secrecy mark, so it may not enter this system. Reading "
        "stopped after the first page; neither the file nor its content was kept. Handle it by "
        "the secrecy rules and send a separate version of what may be public.",
    ),
    "heic": Reason(
        "这是苹果手机的 HEIC 照片，系统打不开，没有存下。请打开手机的“设置”，点“相机”“格式”，"
        "选“兼容性最佳”，再拍一张；或者在相册里打开这张照片，截一张屏交上来。",
        "This is a HEIC photograph, which cannot be opened. Nothing was stored. On the phone "
        "choose Settings, Camera, Formats, Most Compatible, and take it again; or send a "
        "screenshot of it.",
    ),
    "pixels": Reason(
        "这张照片的像素太多，没有存下。请在手机相机的设置里选普通像素（不选一亿、五千万像素），"
        "再拍一张；或者在相册里把它缩小再交。",
        "The photograph has too many pixels. Nothing was stored. Choose an ordinary resolution in "
        "the phone's camera and take it again, or make it smaller.",
    ),
    "script": Reason(
        "这份 PDF 里带着程序或者别的文件，为了安全没有打开，没有存下。请用手机拍照交；"
        "或者把它打印成一份新的 PDF 再交。",
        "The PDF carries a script or another file and was not opened. Nothing was stored. "
        "Photograph the paper, or print it to a new PDF.",
    ),
    "pages": Reason(
        "一份 PDF 最多8页，没有存下。请只交要的那几页，或者用手机拍照交。",
        "A PDF may have 8 pages at most. Nothing was stored. Send only the pages that are wanted.",
    ),
    "no_picture": Reason(
        "这不是能打开的照片或 PDF，没有存下。"
        "请用手机重新拍一张交上来；文件可以是 JPG、PNG 或 PDF。",
        "This is no photograph or PDF that can be opened. Nothing was stored. Take the photograph "
        "again; JPG, PNG and PDF are taken.",
    ),
    "unsupported": Reason(
        "这种格式还读不了。什么都没有存下。"
        "请在 WPS 或 Word 里打开，点“文件”“另存为”，类型选 docx，再交一次。",
        "This format cannot be read yet. Nothing was stored. "
        "Open it in WPS or Word, choose Save As, type docx, and send that.",
    ),
}

OF_PICTURES = frozenset({"heic", "pixels", "script", "pages", "no_picture"})
"""Codes that only photographs of papers bring (`paper_pictures`); documents are read otherwise."""


class Refusal(Exception):
    """A file that is not read, with the reason in words.

    `code` is a key of REASONS. `detail` is an optional Chinese sentence that goes before the
    reason's own ("第 3 个工作表有 1000000 列。"), `detail_en` the same in English. Neither may
    quote the document. `sheet`, `row` and `column` are set where a place is known, as a
    spreadsheet shows them (1-based row, letter column).
    """

    def __init__(
        self,
        code: str,
        *,
        detail: str = "",
        detail_en: str = "",
        sheet: str | None = None,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        reason = REASONS[code]
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.detail_en = detail_en
        self.sheet = sheet
        self.row = row
        self.column = column
        self.zh = detail + reason.zh
        self.en = f"{detail_en} {reason.en}" if detail_en else reason.en

    def __str__(self) -> str:
        return f"{self.code}: {self.zh}"


class ReadingCancelled(Exception):
    """Raised by `load` when the caller's `cancelled()` said so; nothing is left behind."""
