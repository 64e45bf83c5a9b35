"""Words of table cells: which are headers, which are years, which are values."""

import re

NUMBER_WORDS = frozenset({"序号", "编号", "No.", "NO.", "No"})
HEADER_WORD = re.compile(
    r"^(?:序号|编号|指标(?:名称|内容)?|主要指标|项目(?:名称)?|名称|类别|领域|单位"
    r"|计量单位|属性|指标属性|目标值?|现状值?|基期值?|备注|说明|责任单位|牵头单位|配合单位|责任部门|牵头部门|完成时[限间]|.{0,6}20\d\d年?.{0,8})$"
)
YEAR_WORD = re.compile(
    r"^20\d\d ?年?[度底末]?(?:\(?(?:目标|现状|实际|完成|预期|计划|基期|基数)值?\)?)?$"
)
VALUE_HEADER = re.compile(r"20\d\d|目标|现状|基期|完成值|实际|预期值|计划值")
VALUE = re.compile(
    r"^[≥≤><=约近]*[ ]*-?\d[\d,]*(?:\.\d+)?[ ]*"
    r"(?:%|‰|[\u4e00-\u9fff²㎡]{1,4})?(?:以上|以下|左右|以内)?$"
    r"|^(?:全覆盖|基本(?:普及|全覆盖)|清零|[—/\-]+|达标|不低于[\d.]+%?|达到?[\d.]+%?(?:以上)?)$"
)
MOST_CELL = 40
RULE = re.compile(r"[-:=+|\s—]{3,}")
