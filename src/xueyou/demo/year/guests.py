"""Families of the crowd whom a guest can sign in as: one of each way that an application stands."""

from collections.abc import Mapping

GUESTS: Mapping[str, str] = {
    "family-cxc-0045": "洪欣怡：澄西区退回了，要补材料",
    "family-cxc-0052": "周安溪：澄西区约了上门走访",
    "family-cxc-0304": "双胞胎戴奕博、戴佳宁：一个户口在片区，一个在外地",
    "family-cxc-0008": "董逸轩：填到一半，过了截止的时间",
    "family-cxc-0164": "买买提艾力·吐尔逊：随迁，按积分",
    "family-cxc-0014": "施言：优待对象，证明拍了照片交去，等核对",
    "family-cxd-0012": "王诺睿：去年填了民办，也填了公办",
    "family-txd-0014": "范思轩：去年用的是给优待对象单列的学位",
    "family-txd-0018": "马安言：去年录取了，到期没有答复",
    "family-txd-0083": "陈宇恩：去年录取了，放弃了学位",
    "family-tal-0059": "廖云玥：人才子女，时限在走",
    "family-tal-0060": "孙云熙：人才子女，等着补材料",
    "family-trx-0001": "张紫熙：转学，已经定了",
}
"""Account → what is to be seen there; they come as their story is told."""
