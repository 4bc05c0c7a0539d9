"""Deadlines, units and owners as the words state them. Pieces of regular expressions; deadlines.py makes the dates."""
# ruff: noqa: E501 - a pattern is read as one line

# --- deadlines -----------------------------------------------------------------------------------------------
CN_DIGITS = "〇零○一二三四五六七八九"
CN_NUMBERS = {"十": 10, "十一": 11, "十二": 12, "两": 2, "正": 1, "元": 1}
CN_NUMBERS |= {char: value for value, char in enumerate("零一二三四五六七八九")}
_YEAR = r"(?:(?P<year>(?:19|20)\d{2}|二[〇零○][一二三四五六七八九〇零○]{2})[ ]?年(?:度)?|(?P<rel>明年|来年|次年|下一年度?|今年|当年|本年度?))?"
_MONTH = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])[ ]?月(?:份)?"
_DOTTED = r"(?<![\d.])(?P<year>20\d{2})[.\-/](?P<month>1[0-2]|0?[1-9])[.\-/](?P<day>3[01]|[12]\d|0?[1-9])(?!\d)日?"
# What a month is named for that something is to be done in: 5月完工.
_DONE_BY_THEN = (
    r"(?:全面|正式|基本|顺利|全部|主体|初步)?(?:完成|完工|竣工|建成|投用|投入使用|交付|上线|验收|通车|投产|开业|启用)"
)
# 力争11月开工: begun by then is a limit too, where nothing else is one.
_BEGUN_BY_THEN = r"(?:正式|全面|全部)?(?:开工|动工|开建|启动|招标|挂牌|签约|并网|试运行|投运|装机|开通|进场|开园|搬迁|入驻|到岗|到位)"
_BEFORE = r"(?:之前|以前|前(?!后)|止)"
_NOT_BEHIND = r"(?<!截至)(?<!截止)(?<!截止到)(?<!自)(?<!从)(?<!\d)"
# Each with words of which every such date holds one: they are looked for first, and the date only around them.
DATED = (
    ("head", ("月",), rf"(?:^|(?<=[\n、．.）)]))[ ]?{_YEAR}{_MONTH}(?=[，,：:])"),
    ("day", ("月",), rf"{_NOT_BEHIND}{_YEAR}{_MONTH}(?P<day>[12]\d|3[01]|0?[1-9]|[二三]?十?[一二三四五六七八九十])[ ]?[日号]{_BEFORE}"),
    ("month", ("月",), rf"{_NOT_BEHIND}{_YEAR}{_MONTH}(?P<third>上旬|中旬|下旬|初|底|末)?{_BEFORE}"),
    ("month", ("月",), rf"{_NOT_BEHIND}{_YEAR}{_MONTH}(?P<third>底|末)"),
    ("month", ("月",), rf"{_NOT_BEHIND}(?<!每)(?<!每年){_YEAR}{_MONTH}(?={_DONE_BY_THEN})"),
    ("quarter", ("季度",), rf"{_YEAR}第?(?P<quarter>[一二三四1-4])季度(?:末|底)?(?:之前|以前|前|内)?"),
    ("quarter", ("Q",), rf"(?<![A-Za-z0-9]){_YEAR}Q(?P<quarter>[1-4])(?![A-Za-z0-9])(?:末|底)?(?:之前|以前|前|内)?"),
    ("half", ("半年",), rf"(?<!每)(?<!了){_YEAR}(?P<half>[上下])半年(?:底|末)?(?:之前|以前|前|内)?"),
    ("year", ("底", "末"), rf"(?<!每)(?![底末]){_YEAR}(?:年?底|年?末|岁末)(?:之前|以前|前(?!后))"),
    ("year", ("年底", "年末", "年内"), r"(?P<year>(?:19|20)\d{2})年(?:底|末|内)|(?P<rel>明年|来年|今年|当年)(?:底|末|内)|(?<![一二三四五六七八九十两\d半几数多每全近])(?<!结合)年(?:底|内)(?!部)"),
    ("years", ("年内", "年之内", "年以内", "年时间"), r"(?P<count>[一二两三四五六七八九十\d])年(?:之内|以内|内|时间内?)"),
    ("day", ("前",), rf"{_DOTTED}(?:之前|以前|前)"),
)  # fmt: skip
BEGUN_HINT = rf"月份?{_BEGUN_BY_THEN}"
BEGUN = rf"{_NOT_BEHIND}(?<!已于)(?<!已在)(?<!\d年)(?<!每)(?<!每年){_YEAR}{_MONTH}(?={_BEGUN_BY_THEN})"
_FROM_MONTH = r"(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月?(?:份)?[ ]?[-—–~～至到]{1,2}[ ]?"
# In a column or behind a label a bare date is a deadline as well.
DATED_CELL = (
    ("day", ("月",), rf"{_YEAR}{_MONTH}(?P<day>[12]\d|3[01]|0?[1-9])[ ]?[日号]"),
    ("month", ("月",), rf"{_YEAR}{_MONTH}(?P<third>$)?"),
    # 2023年1月—6月, 3-5月: the last month counts.
    ("month", ("月",), rf"{_YEAR}{_FROM_MONTH}{_MONTH}"),
    ("month", ("月",), rf"20\d{{2}}[ ]?年{_FROM_MONTH}(?P<year>20\d{{2}})[ ]?年{_MONTH}"),
    ("day", (".", "-", "/"), _DOTTED),
    ("month", (".", "-", "/"), r"(?<![\d.])(?P<year>20\d{2})[.\-/](?P<month>1[0-2]|0?[1-9])(?![\d.\-/])"),
)  # fmt: skip
# Words that set a limit; a date that has one outranks a mere mention: 测算年底税源，12月20日前完成.
DATED_SURE = r"(?:前|止|内)$"
# Every event holds this word.
EVENT_NEEDS = ("前",)
NEXT_YEAR_WORDS = ("明年", "来年", "次年", "下一年", "下一年度")
EVENTS = (
    r"本[月周](?:底|末)?|(?<![每\d一二三四五六七八九十XxＸ×*＊\n])月(?:底|末)|下[月周](?:底|末|[一二三四五六日])?|[本这]周[一二三四五六日]|(?<![每本这下])周[一二三四五六日末]|春节|元旦|元宵节?|三八节?|妇女节|清明节?|五一|五四|端午节?|六一|七一|八一|中秋节?|国庆节?|重阳节?|双节|两节|主汛期|汛期|汛|入汛|入夏|入冬|入秋|冬季|夏季|秋季|春季|春融|解冻|雨季|旱季|春耕|春播|三夏|秋收|秋种|夏粮收购"
    r"|秋粮收购|迎峰度夏|迎峰度冬|供暖期?|供暖季|采暖季?|封冻|防火期|开学|春季开学|秋季开学|暑假|寒假|高考|中考|换届|两会|年会|春运|封山|上冻|台风季"
)
EVENT = rf"(?:(?:19|20)\d{{2}}年|明年|今年)?“?(?:{EVENTS})(?:到来|来临|开始)?”?(?:之前|以前|前)"
# 迎评前, alone in a column of dates: an event that the list above does not know.
UNTIL = r"(?!当前|目前|提前|日前|眼前)[^，。；、\d]{1,8}前"
IMMEDIATE = r"立行立改|立即整改|即知即改|边查边改|立查立改"
LONG_TERM = r"长期坚持|持续坚持|坚持长期|长期推进|长期整改|持续整改"
LONG_TERM_CELL = r"长期|常年|常态化(?:推进|开展)?|持续(?:推进|开展)?"
RECURRING = r"每(?:周|星期)[一二三四五六日天](?:[、和](?:周|星期)?[一二三四五六日天])*|每月(?:底|末|初|\d{1,2}[日号])(?:前)?|每年(?:底|末|\d{1,2}月(?:底|\d{1,2}日)?)前?|每(?:季度|季)末"
DEADLINE_LABEL = r"(?:时限|期限|时间节点|时间)[：:][ 　]*(?P<cell>[^\n；;。）)]{2,30})"

# --- units and owners ----------------------------------------------------------------------------------------
_NAME = r"[^，。；：、（）()\s]"
# Nobody is named without one of these.
DUTY_HINT = r"牵头|负责|责任|主办|主责|会同|由|承办|配合|协[助办同]|(?:落实|实施)(?:单位|部门)|承办人"
LEAD_BY = r"由(?P<lead>[^，。；：（）()\n]{2,30}?)(?:负责)?(?:具体)?(?:牵头抓总|牵头|负总责|总牵头|主办|主责)(?:负责)?"
LEAD_ALONE = rf"由(?P<lead>{_NAME}{{2,16}}?)(?:具体)?(?:负责|承办|组织实施|承担|落实|实施)"
# 院感科负责，护理部配合。
LEAD_DOES = rf"(?:^|(?<=[，。；：（(\n]))(?P<lead>{_NAME}{{2,16}}?(?:、{_NAME}{{2,16}}?){{0,4}})(?:按(?:照)?职责)?(?:分工)?(?:具体|统一|总体)?(?:负责(?:落实|实施|组织实施)?|主责)(?=[，。；）)]|$)"
# （办公室负责）, （县发改局、县财政局按职责分工负责）
LEAD_IN_BRACKETS = r"[（(【](?P<lead>[^，。；：（）()\n]{2,60}?)(?:按(?:照)?职责)?(?:分工)?负责[）)】]"
TOGETHER = "会同"
# 县民政局要会同县财政局制定方案
_TOGETHER_WITH = r"会同(?P<support>[^，。；：（）()\n]{2,40}?)(?=于|在|对|制定|制订|开展|推进|完成|共同|联合|做好|研究|出台|建立|[，。；]|$)"
TOGETHER_BEHIND = rf"[，,]?{_TOGETHER_WITH}"
LEAD_TOGETHER = rf"(?:^|(?<=[，。；：（(\n]))(?P<lead>{_NAME}{{2,16}}?)(?:要|应|将)?{_TOGETHER_WITH}"
TOLD_TO = ("要", "须", "应当")
# 县水利局要在汛前完成…; 会议要求, 主要 are nobody's duty.
LEAD_SUBJECT = r"(?:^|(?<=[。；\n、．.）)]))[ 　]*(?P<lead>[一-鿿]{2,14}?)(?:必须|应当|[要须])(?![求点素领旨急邀闻])"
LEAD_IS = rf"(?:^|(?<=[，。；：（(\n]))(?P<lead>{_NAME}{{2,16}}?)(?:负责牵头|牵头负责|牵头抓总|牵头)"
SUPPORT_BEHIND = r"[，,、；; ]?(?P<support>[^，。；：（）()\n]{2,80}?)(?:等(?:单位|部门)?)?(?:分别|予以|积极|密切|协同|共同|做好)?(?:配合|协助|协同|参与|参加|按(?:照)?职责分工(?:负责|落实)|分工负责)"
SUPPORT_BY = r"由(?P<support>[^，。；：（）()\n]{2,40}?)(?:予以|积极|密切|全力|共同|做好)?(?:配合|协助|协办)"
_UNIT_NOUN = r"(?:单位|部门|科室|股室|处室|站所|车间|班组|主体|机构)"
LEAD_LABEL = rf"(?:(?:牵头|主办|主责|负责|落实|实施|承办){_UNIT_NOUN}(?:[：:]|为)|(?:牵头|主办|主责)[：:])[ 　]*(?P<units>[^；;。\n\t）)】，,：:]{{2,80}})"
DUTY_LABEL = rf"责任(?:{_UNIT_NOUN}(?:[：:]|为)|[：:])[ 　]*(?P<units>[^；;。\n\t）)】，,：:]{{2,120}})"
SUPPORT_LABEL = rf"(?:(?:配合|协办|协助|参与|协同|协作){_UNIT_NOUN}(?:[：:]|为)|(?:配合|协办|协助)[：:])[ 　]*(?P<units>[^；;。\n\t）)】，,：:]{{2,120}})"
# 工程部 负责人：: the name of the next label is no unit.
NEXT_LABEL = (
    r"[ 　]*(?:第一|直接|整改|具体|主要)?(?:责任|负责|承办|联系|配合|牵头|协办|协助|分管|主管|主办|落实|完成|整改|办结|参与)*"
    r"(?:人|领导|单位|部门|科室|股室|时限|时间|期限|日期)$"
)
OWNER_LABEL = r"(?<!位)(?:第一责任人|整改责任人|直接责任人|具体责任人|责任人|负责人|承办人)[：:][ 　]*(?P<owner>[^，,；;。\s　）)】、]{2,12})"
UNIT_ENDS = (
    "局", "委", "办", "室", "部", "镇", "乡", "街道", "院", "校", "学", "所", "站", "队", "会", "府", "公司", "中心", "社区", "村", "厅", "处", "科",
    "集团", "厂", "支部", "党组", "单位", "部门", "妇联", "残联", "银行", "组", "园", "区", "县", "市", "州", "旗", "股", "班", "联社", "车间", "联",
    "各村", "台", "行", "店", "馆", "库", "庭", "团", "大队", "社",
)  # fmt: skip
# 和 divides a list only behind what ends like a unit: 县水利局和县财政局, but 县政务服务和大数据管理局 is one.
UNIT_SPLIT = (
    rf"[、，,；;/ 　]|(?<=[{''.join(sorted({end[-1] for end in UNIT_ENDS}))}])(?:和|及|与|会同)(?=[^、，]{{2,14}}$)"
)
UNIT_TAIL = r"(?:等(?:单位|部门|科室)?|负责|牵头|分别|具体|统一)$"
UNIT_HEAD = r"^(?:并|再|具体|统一|同时|各由|由)"
NOT_UNITS = (
    "配合", "协办", "协助", "责任", "牵头",    "我局", "我们", "我镇", "我乡", "我校", "我院", "我县", "我市", "我区", "我村", "全镇", "全县", "全市", "全乡", "全区", "专人", "政府", "相关部门", "有关部门",
    "相关单位", "有关单位", "各部门", "各单位", "本单位", "相关科室", "有关科室", "本部门", "相关股室", "班子成员",
)  # fmt: skip
# A masked name (XX局, X镇) states nobody.
MASKED = r"[XxＸ×*＊]|某|○○"

# --- columns of tables ---------------------------------------------------------------------------------------
COLUMN_NUMBER = r"^(?:序号|编号|序)$"
COLUMN_DEADLINE = r"^(?i:ddl|deadline|due(?: date)?)$|时限|期限|时间|完成日期|节点"
COLUMN_SUPPORT = r"配合|协办|协助|协作|协同|参与"
COLUMN_LEAD = (
    r"责任(?!人|领导)|牵头|主办|主责|承办(?!人)|负责(?!人)|(?:落实|实施)(?:单位|部门|科室)|^(?:科室|部门|单位)$"
)
COLUMN_OWNER = r"^(?i:owner)$|责任人|负责人|承办人|联系人|责任领导"
COLUMN_PLAN = r"改进项|整改项(?!目)|优化项|行动项|待办|跟进项|^(?i:actions?|action items?|to-?do)$|措施|打算|计划|任务(?!书)|对策|举措|工作内容|建议|安排|整改内容|重点工作|事项"
COLUMN_PROBLEM = r"待(?:提升|改进|完善|加强|优化)|问题|不足|短板|困难|表现|隐患|薄弱环节|差距|弱项"
# Columns of plans only where the header speaks of a time to come.
COLUMN_WEAK_PLAN = r"内容|项目|名称|要点"
# What the column of results says of a problem that is none any more.
MENDED = r"^(?!.*(?:未|没有|部分|正在|尚|逐步)).*(?:已|完成|到位|销号|办结|整改完毕|100%)"
COLUMN_SURE_PLAN = r"改进|优化|行动|跟进|措施|打算|对策|举措|建议|整改|下一?步|明年|拟|后续"
# Of columns of plans the one that says what is done; those beside it name the matter: 工作内容 | 具体措施.
COLUMN_MEASURE = r"措施|举措|对策|做法|办法|打算"
# Else the one that says what it is about: 工作任务 | 具体内容 | 责任人.
COLUMN_CONTENT = r"(?:具体|主要|重点|工作|任务|实施)内容"
COLUMN_TO_COME = r"整改|计划|拟|预计|下一?步|目标"
COLUMN_RESULT = r"完成情况|进展情况|完成进度|落实情况|整改情况|整改结果|完成结果|成效"
COLUMN_OTHER = r"^(?:备注|进展|目标|类别|原因|说明|进度|状态|来源|是否.*|.*原因.*)$"
FIRST_HALF = "上"
WITHIN = "内"
TEN = "十"
THIRDS = {"上旬": 10, "中旬": 20, "初": 10}
