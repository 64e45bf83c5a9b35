"""Who lives in 临澄市: bureau, counties, schools and whom one can sign in as. All invented."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation of the demonstration city; `under` is the code of the one above."""

    code: str
    kind: str
    name: str
    short_name: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person one can sign in as, with the one role held."""

    login_name: str
    name: str
    role: str
    place: str


PLACES = (
    Place("LC", "bureau", "临澄市教育局", "市教育局"),
    Place("LC-GH", "department", "临澄市教育局规划建设科", "规划建设科", "LC"),
    Place("LC-JC", "department", "临澄市教育局基础教育科", "基础教育科", "LC"),
    Place("LC-ZC", "department", "临澄市教育局职业与成人教育科", "职成科", "LC"),
    Place("LC-DD", "department", "临澄市教育督导室", "督导室", "LC"),
    Place("CD", "county", "澄东区教育局", "澄东区", "LC"),
    Place("CX", "county", "澄西区教育局", "澄西区", "LC"),
    Place("TX", "county", "桐溪县教育局", "桐溪县", "LC"),
    Place("SL", "county", "石梁县教育局", "石梁县", "LC"),
    Place("CD-01", "school", "澄东区文澜小学", "文澜小学", "CD"),
    Place("CD-02", "school", "澄东区柳荫街小学", "柳荫街小学", "CD"),
    Place("CX-01", "school", "澄西区观澜中学", "观澜中学", "CX"),
    Place("TX-01", "school", "桐溪县桥头小学", "桥头小学", "TX"),
    Place("SL-01", "school", "石梁县第一中学", "石梁一中", "SL"),
)

PEOPLE = (
    Somebody("zhoumingyuan", "周明远", "bureau_chief", "LC"),
    Somebody("hanwei", "韩薇", "plan_officer", "LC"),
    Somebody("songli", "宋立", "plan_officer", "LC"),
    Somebody("linyue", "林悦", "department_officer", "LC-JC"),
    Somebody("chenlan", "陈岚", "county_officer", "CD"),
    Somebody("fanghe", "方禾", "county_officer", "CX"),
    Somebody("tongbo", "童波", "county_officer", "TX"),
    Somebody("shizhen", "石榛", "county_officer", "SL"),
    Somebody("guwen", "顾文", "school_principal", "CD-01"),
    Somebody("liuxia", "柳霞", "school_clerk", "CD-02"),
    Somebody("auditor", "审计员·许衡", "auditor", "LC"),
    Somebody("security", "安全员·沈钥", "security_admin", "LC"),
    Somebody("system", "系统员·程煦", "system_admin", "LC"),
)
