"""Owns the Chinese of a command line typed wrong, and of the headings of its help.

argparse speaks English only; what it says of a mistake is known by its form.
"""

import re

_MISTAKES = (
    (r"the following arguments are required: (.+)", "少了 {0}。"),
    (r"unrecognized arguments: (.+)", "不认识 {0}，请去掉它或者核对拼写。"),
    (r"argument (\S+): expected one argument", "{0} 后面要写一个值。"),
    (r"argument (\S+): expected .+", "{0} 后面的值不够。"),
    (r"argument (\S+): not allowed with argument (\S+)", "{0} 不能和 {1} 一起用。"),
    (r"one of the arguments (.+) is required", "{0} 里要写一个。"),
    (
        r"argument (-\S+): invalid choice: '(.*)' \(choose from (.+)\)",
        "{0} 没有“{1}”，可以写：{2}。",
    ),
    (r"argument .+: invalid choice: '(.*)' \(choose from (.+)\)", "没有“{0}”，可以写：{1}。"),
    (r"argument (\S+): invalid \w+ value: '(.*)'", "{0} 不能写“{1}”，这里要一个数或一个文件。"),
    (r"argument (-\S+): (.*[\u4e00-\u9fff].*)", "{0} {1}"),
    (r"ambiguous option: (\S+) could match (.+)", "{0} 说不清是哪一个：{1}。请写全。"),
    (r"argument (\S+): ignored explicit argument '(.*)'", "{0} 后面不能写“{1}”。"),
)
_HEADINGS = (
    ("usage: ", "用法："),
    ("positional arguments:", "要写的："),
    ("options:", "可以写的："),
    ("show this help message and exit", "显示这份说明"),
)


def mistake(message: str) -> str:
    """Return what argparse says of a mistake, in Chinese; what is unknown stays as it is."""
    for form, zh in _MISTAKES:
        found = re.fullmatch(form, message, re.DOTALL)
        if found is not None:
            return zh.format(*(_listed(part) for part in found.groups()))
    return message


def headings(text: str) -> str:
    """Return the help with its fixed words in Chinese."""
    for english, zh in _HEADINGS:
        text = text.replace(english, zh)
    return text


def _listed(part: str) -> str:
    """Return several names as Chinese lists them; a sentence of our own stays as it is."""
    if re.search(r"[\u4e00-\u9fff]", part):
        return part
    names = [name.strip("'\"") for name in re.split(r",\s*|\s+(?=-)", part)]
    return "、".join(names)
