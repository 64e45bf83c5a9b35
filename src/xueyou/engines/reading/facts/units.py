"""Units and measure words: the closed list, their canonical form, and what must not follow them.

A number without a unit is never a fact: that alone removes telephones, licence numbers, postcodes
and row numbers. A measure word is trusted only where the text after it cannot turn it into part
of a longer word (200人 but not 200人才, 12个 but not 12个方面).
"""

import re
from dataclasses import dataclass

_STRUCTURAL = (
    "方面|维度|层面|环节|阶段|步骤|关键|坚持|突出|聚焦|强化|着力|确保|统一|严禁|不准|更加|结合|注重|"
    "优先|率先|转变|到位|抓手|要点|原则|角度|层次|导向|机制|务必|必须|字|月|小时|百分点|人性|别|体工|性化"
)

# measure word → what must not follow it (regular expression)
_GUARDED: dict[str, str] = {
    "个": _STRUCTURAL,
    "名": "单(?!独)|额|义|誉|列前|录(?!取|用)|称|次",
    "人": "才|民|均|员|工智|机|防|力资|口|类|社|制|格|物|文|事[部处局制]|大[代及]|数|次|以上的?成",
    "所": "有|以(?!上|下|内)|需|谓|辖|在地",
    "家": "长(?!期)|庭|访|校社|校共|校联|国|政(?!府)|乡",
    "座": "谈|右铭",
    "栋": "梁",
    "幢": "",
    "间": "隔|断|接|距",
    "处": "于|理|在|分(?!校|园)|罚|置|级|长",
    "项": "目(?!的|标|录)",
    "种": "植|养|子",
    "门": "户|槛|诊|口|类",
    "节": "约|能|日|点|目|假|奏|水",
    "期": "间|末|限|望|待|刊|工程|项目|建设",
    "场": "地(?!方)|馆|所|景|合|均|域|次",
    "次": "数(?!学|字|据)|日(?!常)|年(?!度)|生(?!涯|命|态|活)|序|要(?!点)|方",
    "户": "籍|外|口|型|均",
    "天": "津|府|然|空|文|地|气|台|山|河|心|元|性",
    "周": "年|岁|边|报|[一二三四五六日]|期|末|盘|到|围|转|密|工作",
    "倍": "增|加",
    "元": "旦|素(?!质)|宵|宇",
    "条": "件|例|款|文|目|规(?!范|定)",
    "台": "阶|账|风|湾|州|海|词|商|胞|籍|生|资",
    "套": "取|餐|改|路",
    "辆": "",
    "册": "",
    "本": "[科地级市区校次年省身土质月周部轮人领届班专]|学(?!习)",
    "篇": "章",
    "份": "额|量",
    "件": "",
    "支": "持|部(?!队)|教(?!师|练|研|育|学)|出|付|撑|援|行|柱",
    "位": "于|列|居(?!民)|置|数|次|阶|移",
    "片": "区|面|段|长",
    "组": "织|建|成|长|团|合|员|级|别",
    "张": "家|店|贴|榜|扬|开",
    "例": "如|行|外|会",
    "日": "常|期|报|程|记|后|子|本|韩|夜|志|均|托|照|语",
    "宗": "旨|教|法",
    "起": "来|草|点|步|始|到|源|重|飞|跑|航|施|算|实",
    "幅": "度|员",
    "株": "",
    "枚": "",
    "艘": "",
    "部": "门|分|署|长|委|属|队|级|编",
    "笔": "试|记|画",
    "块": "状",
    "轮": "岗|换|值|训|候|流|次|胎|滑",
    "年": "级|代|龄|轻|货|画|会|鉴",
    "分": "校|园|店|公司|馆|院|类|层|级|别|期|批|布|配|享|流|局|会|片|区|组|段|值|数|解|析|管|设|"
    "工|为|成|担|步|月|离|母|子|支|赴|之|钟|中心|行|册|项",
}
# words that are a measure word only before these
_REQUIRED = {"对": "师徒|教师|学校|帮扶|结对|新老", "批": r"\d|[,、。;]"}
# whole words that need no guard
_PLAIN = (
    *(
        "平方米",
        "平米",
        "公顷",
        "亩",
        "㎡",
        "m²",
        "人次",
        "场次",
        "课时",
        "学时",
        "学分",
        "分钟",
        "小时",
    ),
    *(
        "工作日",
        "名次",
        "美元",
        "门次",
        "节次",
        "件次",
        "家次",
        "户次",
        "台次",
        "批次",
        "轮次",
        "班次",
    ),
    *("台(套)", "场(次)", "项(次)", "件(次)", "%", "‰"),
)
_SPELLINGS = {
    "日": "天",
    "平米": "平方米",
    "㎡": "平方米",
    "m²": "平方米",
    "个百分点": "百分点",
    "个月": "月",
    "个小时": "小时",
    "个工作日": "天",
    "工作日": "天",
    "个课时": "课时",
    "个学时": "学时",
    "个学分": "学分",
}
HAN_SINGLE = frozenset("所名家座栋幢间户人元亩处") | {"人次", "平方米", "公顷"}
"""Words after which a single Han digit (三所高职院校) is an amount."""

PEOPLE = frozenset({"人", "名", "人次", "位"})
AREAS = frozenset({"平方米", "亩", "公顷"})
SPANS_OF_TIME = frozenset({"小时", "分钟", "天", "周", "月", "课时", "学时"})
RATES = frozenset({"%", "‰", "百分点"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as printed, and its canonical form."""

    written: str
    canonical: str


def _alternatives() -> str:
    words = [(word, re.escape(word)) for word in (*_PLAIN, *_SPELLINGS)]
    words.append(("百分点", "百分点"))
    for word, guard in _GUARDED.items():
        words.append((word, f"{word}(?!{guard})" if guard else word))
    for word, wanted in _REQUIRED.items():
        words.append((word, f"{word}(?={wanted})"))
    words.sort(key=lambda pair: -len(pair[0]))
    return "|".join(pattern for _, pattern in words)


PATTERN = _alternatives()
"""Alternatives of all units, longest first, for use inside a larger expression."""


def unit(written: str) -> Unit:
    """Give the canonical form of a unit as matched by PATTERN."""
    return Unit(written, _SPELLINGS.get(written, written))
