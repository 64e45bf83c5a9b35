"""The secrecy mark: found in every form that an office prints, not in a running sentence."""

import pytest

from xueyou.formats.classified import classified_mark

MARKS = [
    "秘密★1年",
    "机密·3年",
    "机 密",
    "绝　密",
    "絕密★長期",
    "000001\n机密★1年\n特急",
    "机密 特急",
    "№ 000123  机密★5年",
    "密级：秘密",
    "【机密】",
    "﹡\n秘密★长期",
    "机\n密",
    "\ufeff秘密",
    "秘密★1年    临澄市教育局文件",
    "份号：001 密级：机密 紧急程度：特急",
    "密级和保密期限：机密★3年",
    "秘密 保管期限：永久",
    "标题一行\n临澄市教育局\n秘密★6个月\n",
    "秘\u200b密",
    "ＮＯ．１２　机密",
]
PROSE = [
    "关于做好保守国家秘密工作的通知",
    "秘密花园",
    "保守国家秘密",
    "商业秘密",
    "关于加强机密文件管理的通知",
    "密级：公开",
    "本办法所称秘密是指",
    "标注“秘密★1年”的文件由专人保管",
    "公文标注机密★3年的，应当按照规定保管。",
    "工作秘密",
    "一、秘密",
    "要求保密，不得泄露机密、秘密。",
]


@pytest.mark.parametrize("head", MARKS)
def test_marks_are_found(head: str) -> None:
    """Each form of the mark stops the reading, prose after it or not."""
    assert classified_mark(head + "\n\n关于印发工作要点的通知\n正文") is not None


@pytest.mark.parametrize("head", PROSE)
def test_the_words_in_prose_are_no_mark(head: str) -> None:
    """A notice about keeping secrets is not itself secret."""
    assert classified_mark(f"临澄市教育局文件\n{head}\n正文从这里开始，讲的是别的事。") is None


@pytest.mark.parametrize("head", ["机密级", "秘密件", "密级：机密级", "绝密级★长期"])
def test_a_grade_may_be_called_one(head: str) -> None:
    """A line that says 机密级 means what 机密 means."""
    assert classified_mark(head + "\n\n关于印发工作要点的通知\n正文") is not None


def test_a_grade_far_down_the_page_is_no_mark() -> None:
    """A bare word in a late line is a cell of some list; a starred one still counts."""
    lines = "正文一行\n" * 30
    assert classified_mark(lines + "机密\n") is None
    assert classified_mark(lines + "机密★10年\n") is not None
