"""Who works in 临澄市: bureau, counties, schools, and whom one can sign in as. All invented."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation of the demonstration city; `under` is the code of the one above."""

    code: str
    kind: str
    name: str
    short_name: str
    under: str = ""
    region: str = ""
    """Six digits of the district, of no district that there is."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person one can sign in as, with the one role held."""

    login_name: str
    name: str
    role: str
    place: str


@dataclass(frozen=True, slots=True)
class Held:
    """A post of an organisation and the account that holds it from the first day."""

    place: str
    title: str
    login_name: str


PLACES = (
    Place("LC", "bureau", "临澄市教育局", "市教育局", region="350970"),
    Place("LC-GH", "department", "临澄市教育局规划建设科", "规划建设科", "LC"),
    Place("LC-JC", "department", "临澄市教育局基础教育科", "基础教育科", "LC"),
    Place("LC-ZC", "department", "临澄市教育局职业与成人教育科", "职成科", "LC"),
    Place("LC-DD", "department", "临澄市教育督导委员会办公室", "督导办", "LC"),
    Place("LC-DY", "department", "临澄市教育局德育科", "德育科", "LC"),
    Place("LC-TW", "department", "临澄市教育局体卫艺科", "体卫艺科", "LC"),
    Place("LC-ZF", "department", "临澄市教育局政务服务科", "政务服务科", "LC"),
    Place("LC-AQ", "department", "临澄市教育局安全科", "安全科", "LC"),
    Place("LC-CW", "department", "临澄市教育局财务科", "财务科", "LC"),
    Place("LC-XQ", "department", "临澄市教育局学前教育科", "学前教育科", "LC"),
    Place("LC-GZ", "department", "临澄市教育局高中教育科", "高中教育科", "LC"),
    Place("LC-RS", "department", "临澄市教育局人事科", "人事科", "LC"),
    Place("LC-HQ", "institution", "临澄市教育局后勤保障中心", "后勤保障中心", "LC"),
    Place("LC-TJ", "institution", "临澄市特殊教育中心", "特殊教育中心", "LC"),
    Place("LC-JF", "institution", "临澄市教师发展中心", "教师发展中心", "LC"),
    Place("LC-XX", "institution", "临澄市教育信息中心", "信息中心", "LC"),
    Place("CD", "county", "澄东区教育局", "澄东区", "LC", "350971"),
    Place("CX", "county", "澄西区教育局", "澄西区", "LC", "350972"),
    Place("TX", "county", "桐溪县教育局", "桐溪县", "LC", "350973"),
    Place("SL", "county", "石梁县教育局", "石梁县", "LC", "350974"),
    Place("CD-01", "school", "澄东区文澜小学", "文澜小学", "CD"),
    Place("CD-02", "school", "澄东区柳荫街小学", "柳荫街小学", "CD"),
    Place("CX-01", "school", "澄西区观澜中学", "观澜中学", "CX"),
    Place("TX-01", "school", "桐溪县桥头小学", "桥头小学", "TX"),
    Place("SL-01", "school", "石梁县第一中学", "石梁一中", "SL"),
    Place("CD-03", "school", "澄东区清溪小学", "清溪小学", "CD"),
    Place("CD-04", "school", "澄东区桐荫小学", "桐荫小学", "CD"),
    Place("TX-02", "school", "桐溪县溪口小学", "溪口小学", "TX"),
    Place("LC-RC", "other_department", "临澄市人才服务中心", "人才服务中心", "LC"),
    Place("CD-TN", "company", "青橙少儿体能中心", "青橙体能", "CD"),
)

PEOPLE = (
    Somebody("zhoumingyuan", "周明远", "bureau_chief", "LC"),
    Somebody("hanwei", "韩薇", "plan_officer", "LC"),
    Somebody("songli", "宋立", "plan_officer", "LC"),
    Somebody("linyue", "林悦", "department_officer", "LC-JC"),
    Somebody("lulan", "陆岚", "department_officer", "LC-GH"),
    Somebody("dingfang", "丁昉", "department_officer", "LC-AQ"),
    Somebody("nishuyuan", "倪书远", "department_officer", "LC-ZC"),
    Somebody("weiran", "卫然", "department_officer", "LC-DY"),
    Somebody("tangyi", "汤毅", "department_officer", "LC-TW"),
    Somebody("mengqing", "孟清", "department_officer", "LC-ZF"),
    Somebody("qiaozheng", "乔峥", "department_officer", "LC-CW"),
    Somebody("xiahe", "夏禾", "department_officer", "LC-XQ"),
    Somebody("leikai", "雷恺", "department_officer", "LC-GZ"),
    Somebody("panwen", "潘雯", "department_officer", "LC-RS"),
    Somebody("yuhai", "余海", "department_officer", "LC-HQ"),
    Somebody("jixin", "季欣", "department_officer", "LC-TJ"),
    Somebody("kongjie", "孔洁", "department_officer", "LC-JF"),
    Somebody("fuyun", "傅云", "department_officer", "LC-XX"),
    Somebody("helian", "贺廉", "department_officer", "LC-DD"),
    Somebody("qinsong", "秦松", "task_force_member", "LC"),
    Somebody("chenlan", "陈岚", "county_officer", "CD"),
    Somebody("zhengheng", "郑衡", "enrolment_officer", "CD"),
    Somebody("jiangwen", "江雯", "registry_officer", "CD"),
    Somebody("fanghe", "方禾", "county_officer", "CX"),
    Somebody("wenya", "温雅", "enrolment_officer", "CX"),
    Somebody("tanrui", "谭睿", "enrolment_officer", "CX"),
    Somebody("luoan", "骆安", "enrolment_officer", "CX"),
    Somebody("cenming", "岑明", "enrolment_officer", "LC"),
    Somebody("yantao", "颜涛", "talent_office", "LC-RC"),
    Somebody("tongbo", "童波", "county_officer", "TX"),
    Somebody("mulan", "穆岚", "enrolment_officer", "TX"),
    Somebody("shizhen", "石榛", "county_officer", "SL"),
    Somebody("guwen", "顾文", "school_principal", "CD-01"),
    Somebody("tangning", "唐宁", "school_clerk", "CD-01"),
    Somebody("baixue", "白雪", "school_clerk", "CD-01"),
    Somebody("luqi", "陆琦", "school_teacher", "CD-01"),
    Somebody("fangyuan", "方圆", "school_teacher", "CD-01"),
    Somebody("liuxia", "柳霞", "school_clerk", "CD-02"),
    Somebody("shubai", "舒白", "registry_keeper", "LC"),
    Somebody("auditor", "审计员·许衡", "auditor", "LC"),
    Somebody("security", "安全员·沈钥", "security_admin", "LC"),
    Somebody("system", "系统员·程煦", "system_admin", "LC"),
)

POSTS = (
    Held("LC-GH", "科长", "lulan"),
    Held("LC-JC", "科长", "linyue"),
    Held("LC-ZC", "科长", "nishuyuan"),
    Held("LC-DD", "主任", "helian"),
    Held("LC-DY", "科长", "weiran"),
    Held("LC-TW", "科长", "tangyi"),
    Held("LC-ZF", "科长", "mengqing"),
    Held("LC-AQ", "科长", "dingfang"),
    Held("LC-CW", "科长", "qiaozheng"),
    Held("LC-XQ", "科长", "xiahe"),
    Held("LC-GZ", "科长", "leikai"),
    Held("LC-RS", "科长", "panwen"),
    Held("LC-HQ", "主任", "yuhai"),
    Held("LC-TJ", "主任", "jixin"),
    Held("LC-JF", "主任", "kongjie"),
    Held("LC-XX", "主任", "fuyun"),
    Held("CD", "教育科长", "chenlan"),
    Held("CX", "教育科长", "fanghe"),
    Held("TX", "教育科长", "tongbo"),
    Held("SL", "教育科长", "shizhen"),
)
"""Posts that duties of a plan belong to, and who holds each on the day the city is founded."""

DESKS = {
    "zhengheng": "报名正开着；去年的已经公布，证明可以下载",
    "wenya": "核对台是满的：没查到的、退回的、走访的、复查的",
    "tanrui": "窗口代填；有一份是亲属的，他看不了",
    "luoan": "专家委员会；复查",
    "mulan": "结果公布了，家长在答复、申请复核",
    "cenming": "人才子女：时限在走；两个县区都报了名的",
    "yantao": "认定人才子女",
    "tangning": "新生报到、学籍、课后服务",
}
"""What lies on the desk of somebody with a role, for a guest."""
