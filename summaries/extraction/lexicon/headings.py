"""What section headings are made of. Weights and the rules of combination live in sections.py.

A heading is judged by the last word of each of its coordinated parts (存在问题 | 下一步打算; 问题整改情况 is a
情况, not a 问题), so every word stands under the meaning that it has there.
"""
# ruff: noqa: E501 - a pattern is read as one line

# Words that by themselves name a part of problems.
PROBLEM = (
    "问题", "不足之处", "不足", "困难", "短板", "弱项", "差距", "薄弱环节", "薄弱之处", "薄弱点", "缺点", "缺陷", "缺失", "矛盾", "瓶颈",
    "制约因素", "不利因素", "隐患", "教训", "难点", "痛点", "堵点", "卡点", "难题", "挑战", "欠缺", "失误", "困惑", "不到位之处",
    "需要改进的地方", "需要改进的方面", "需改进之处", "待改进", "有待提高", "有待改进", "需要进步的地方", "弱点", "短处", "症结", "隐忧", "困境",
    "难处", "难事", "毛病", "遗憾", "缺憾", "反思", "剖析", "愧疚", "惭愧", "软肋", "不满意", "不太满意", "困扰", "烦恼", "苦恼", "欠账", "不尽如人意", "不如意", "差得远的地方", "做得不好的地方", "做得不够的地方",
)  # fmt: skip
# 做得不够好的地方, 需要提高的方面: what is said to be wanting makes the name.
WANTING_PLACE = r"(?:不|没|未|差|弱|待|需要?|欠|缺)[^，。；、和与]{0,8}的?(?:地方|之处)|(?:有待|亟待|仍待|(?:仍|还|亟)?需要?)(?:进一步)?[^，。；、和与]{0,8}的?方面|(?:尚未|未|没有|没)完成的?(?:工作|事项|任务|目标)|(?:哪些|什么|哪里)?(?:还)?没(?:有)?(?:做好|做到位|做到|干好)(?:的|什么|哪些|了什么)?(?:事)?(?=$|[，。：:])"
# What plain speech calls plans; words that other headings use as well (回应群众期待), so only where they stand alone.
WISH = (
    r"^(?:(?:19|20)\d{2}年?|\d{2}年|[Qq][1-4]|新的?一?年(?:度)?|新年|明年|来年|未来|今后|接下来|新学[期年]|下一?步|下半年|下[个一]?(?:年|学期|季度|阶段)|我们?的?|对[^，。；]{1,8}|个人|几个|一些|小|之|的|与|和|[\s:：，,·—-])*"
    r"(?:瞻望|期待|期望|期许|希望|愿望|心愿|愿景|憧憬|许愿|怎[么样](?:改|干|办|走|做|抓|补|治|打|搞|弄|闯|拼)|如何(?:改|改进|做|走|干|抓|办)|[抓干做](?:些)?(?:什么|啥)|(?:往|向)哪[里儿](?:使劲|发力|用力|走)|想(?:做|干|完成)的(?:事情?)?|[Ff]lags?|FLAGS?|[Tt]o[ -]?[Dd]o|TODO)(?:清单|列表|[ ]?[Ll]ist|(?:与|和|及)(?:要求|目标|计划|打算))?s?$"
)
# What plain speech calls shortcomings, where it stands alone: 踩过的坑, 还有啥不足, 待提升, 成长空间.
PLAIN_LACK = (
    r"^(?:(?:19|20)\d{2}年?|今年|这?[一半]年来?|[上下]半年|近年来?|过去(?:一年)?|本(?:学期|年度?)|自己|我们?|自身|那些年?|一些|几个|目前|当前|现在|项目|团队|工作|仍|还|的|与|和|[\s:：，,·—-])*"
    r"(?:(?:踩|掉|跳)(?:过|了|进)?的?(?:那些)?坑|有?待(?:提升|加强|提高|改进|完善|优化|改善)(?:的|项|点|事项|之处|空间)?|可以(?:做得|做的)?更好的?(?:地方|事)?"
    r"|自我(?:批评|反省|检讨|检视|剖析)|检讨|反省|亏欠|(?:提升|成长|进步|改进|改善|上升)空间|[做干][得的]?(?:还)?不(?:太|够|怎么)?好的?(?:地方|事)?|没(?:有|能)?[做干办抓管]好的?(?:那?几件|一些)?(?:地方|事情?|工作)?|(?:哪些|什么)?(?:地方|方面|工作)?还?(?:欠火候|[差缺]什么|[差缺]哪些|不到家|欠了?账)|需要?补的?(?:短板|课)|有?(?:什么|啥|哪些)(?:不足|问题|短板)|(?:没有?|未能?|尚未|没能)(?:完成|实现|做到|达成|兑现|做完)的?(?:事情?|目标|计划|[Ff]lags?|愿望)?|存在的?风险|(?:主要|面临的)风险|风险点)$"
)
# 做得不好的（Problem）: a gloss in another language adds nothing.
GLOSS = r"[ 　]*[（(][A-Za-z /&-]+[）)]$"
# Of these a heading without a stronger sign may also speak of what was dealt with.
PROBLEM_WEAK = ("反思", "剖析", "挑战", "隐患", "矛盾", "难题", "教训", "难点", "困境", "形势")

# These are predicates as often as names: 人员力量不足 is a problem, 存在的不足 a section.
PREDICATES = (
    "不足",
    "困难",
    "差距",
    "短板",
    "欠缺",
    "缺失",
    "缺陷",
    "有待提高",
    "有待改进",
    "制约因素",
    "瓶颈",
    "失误",
    "矛盾",
    "挑战",
)
NOMINAL_BEFORE = (
    "认识",
    "认清",
    "看清",
    "正视",
    "直面",
    "面对",
    "检视",
    "审视",
    "查找",
    "查摆",
    "剖析",
    "找准",
    "盘点",
    "反思",
    "承认",
    "的",
    "存在",
    "之",
    "有",
    "面临",
)

# 还有几处短板: a name again.
HAVING_SOME = (
    r"(?:还有|仍有|尚有|存在|也有|有)(?:着|的)?(?:几|一些|不少|许多|哪些|[一二两三四五六七八九十])[^，。；]{0,4}$"
)
CAUSE = ("原因分析", "原因剖析", "原因", "成因", "根源")

# Words that name a part of plans whatever stands around them.
PLAN = (
    "打算", "工作计划", "整改计划", "改进计划", "努力方向", "改进方向", "整改方向", "今后方向", "发展方向", "展望", "设想", "构想", "谋划",
    "对策建议", "意见建议", "意见和建议", "工作建议", "对策", "建议", "整改措施", "改进措施", "解决措施", "解决办法", "整改方案", "整改建议",
    "工作思路", "发展思路", "工作安排", "工作部署", "工作要点", "工作重点", "重点工作", "重点任务", "主要任务", "目标任务", "工作任务",
    "今后工作", "行动计划", "整改承诺", "整改落实措施", "提升计划", "提高计划", "承诺", "发展规划", "成长规划", "职业规划", "个人规划", "学习计划", "应对措施", "改进意见", "整改思路", "改进办法", "整改意见",
    "努力的方向", "工作方向", "工作意见", "工作设想", "工作谋划", "工作举措", "着力点", "发力点", "主攻方向", "盘算",
)  # fmt: skip
# Words that need company: a time to come, a place after the problems, sentences that will.
PLAN_WEAK = (
    "计划", "安排", "思路", "措施", "规划", "任务", "目标", "举措", "部署", "方向", "办法", "方案", "整改", "改进", "重点", "要点", "改进情况", "改进举措",
    "保障措施", "主要措施", "工作措施", "工作目标", "保障", "抓手",
)  # fmt: skip
# In front of another noun these only say which: 重点项目, 目标客户.
ATTRIBUTES = ("重点", "目标", "计划")
# Times to come. A year after the summary's own counts as well (sections.py).
FUTURE = (
    "下一步", "下步", "下一阶段", "下阶段", "今后", "明年", "来年", "下半年", "下一年度", "下一年", "下年度", "新的一年", "新一年", "新年度", "未来",
    "后期", "后续", "接下来", "下季度", "下一季度", "下学期", "下个学期", "下个季度", "新学期", "新学年", "下学年", "下个月", "下月", "往后", "以后", "将来", "十五五", "十四五", "下个阶段",
    "拟采取", "拟完成", "拟开展", "需要采取", "将采取", "下一个", "展望",
)  # fmt: skip
# Frames whose parts are containers or prose, never items.
OVERVIEW = (
    "工作要求", "有关要求", "几点要求",
    "总体要求", "总体思路", "指导思想", "总体目标", "基本原则", "预期目标", "主要目标", "发展目标", "工作原则", "总体部署", "总要求", "总目标", "奋斗目标",
    "形势分析", "面临形势", "面临的形势", "发展环境", "机遇", "工作目标", "目标要求", "基本思路", "总体安排", "总体考虑", "工作理念", "主攻方向",
)  # fmt: skip
ACHIEVEMENT = (
    "详情", "明细", "一览",
    "自我评定", "自我评价", "自我鉴定", "自评",
    "整改情况", "整改成效", "整改进展", "落实情况", "完成情况", "解决情况",
    "工作情况", "情况", "做法", "成效", "成绩", "成果", "成就", "回顾", "经验", "体会", "亮点", "进展", "完成", "收获", "感悟", "启示", "总结", "特色",
    "履职", "荣誉", "优势", "变化", "概况", "基本", "业绩", "实绩", "效果", "表现", "职责", "简介", "背景", "心得", "历程",
    "感想", "感受", "所做工作", "简况", "历史", "现状", "过程", "认识", "整改落实", "所做的工作", "完成的工作",
)  # fmt: skip
# Inside a section of plans these are prose about the whole.
FRAME = r"目标|(?:思路|要求|原则|理念)$"
# Deeds in a look back, plans with a time to come.
WORK = ("主要工作", "工作内容", "各项工作", "重点工作内容")
TO_COMPLETE = ("完成", "做完", "实现")
FUTURE_ORDER = ("安排", "部署", "重点")
# 一年来，我们重点做了七个方面工作: deeds, whatever its nouns.
PAST = r"(?:做|抓|办|干|开展|完成|取得|实施|推进|突出)(?:好)?了|(?:一|五|几)年来|过去(?:的)?(?:一年|五年)|^上(?:一?周|个?月|一?季度|一?阶段|期|次)"
# （一）产业发展方面: only names a field; its entries are what is told.
FIELD = r"^(?:在|关于)?[^，。；]{2,14}(?:方面|领域|层面|环节|维度|板块|条线)(?:的?(?:主要|突出)?(?:问题|不足|困难|短板|打算|措施|任务))?$"
# 2019上半年, 2019下半年: the halves of a year that is over.
FIRST_HALF, SECOND_HALF = r"^(?:19|20)\d{2}年?上半年$", r"^(?:19|20)\d{2}年?下半年$"
# 主要措施：…: an entry is filled in like a form.
FORM_LABEL = r"^(?:(?:\*\*|__)?【|\*\*|__)?([^，。；：:*【】]{2,8})(?:】(?:\*\*|__)?[：:]?|(?:\*\*|__)?[：:])"
# ### 工作, ### 生活: names of fields that people order their year by; never items themselves.
FIELD_NAME = (
    r"(?:关于)?(?:个人|自我|日常|本职|其他|其它)?(?:工作|学习|生活|健康|身体|家庭|技术|业务|团队|个人|自己|自身|管理|思想|财务|情感|感情|兴趣|爱好|阅读|读书|运动|锻炼|旅行|旅游|理财|社交|职业|事业|成长"
    r"|公司|部门|产品|开发|研发|测试|运维|设计|运营|市场|销售|客服|行政|人事|生产|质量|安全|设备|成本|服务|教学|科研|党建|专业|能力|技能|写作|英语|输出|输入|心态|副业|我|我们|其他|其它)"
    r"(?:(?:和|与|及|、|/|&)(?:工作|学习|生活|健康|家庭|技术|业务|成长|情感|运动|锻炼|理财|其他))?(?:上|方面|层面|篇|类|相关|中)?"
    r"|(?:20\d\d年?)?(?:Q[1-4]|第?[一二三四]季度|[上下]半年|\d{1,2}[ ]?(?:[-–—~～至到][ ]?\d{1,2}[ ]?)?月份?|第[一二三四五]阶段)|(?:短期|中期|长期|近期|远期)(?:目标|计划|规划)?"
)
# 列表切换更新问题: names one matter, where 存在的问题 names a part.
ABOUT_ONE = r"^(?!.*(?:存在|面临|主要|突出|遇到|发现|还有|哪些|什么|不足|几|共性|现有|当前|目前)).*[^的]问题$"
# Q：今年有哪些遗憾？
ASKED = r"^(?:[Qq]\d{0,2}|问)[：:.、 ]+"
# 最大的困难是什么: what it asks for is the name.
ASKS_TAIL = r"(?:都?(?:是|有)(?:什么|啥|哪些|哪里)|在哪里?)[？?]?$"
# 答：…, A：…: answers the question above.
ANSWER = r"(?:答|[Aa]\d{0,2})[：:][ 　]*"
# 结果：…: what stood before was done.
RESULT = r"(?:\*\*|[-*•]\s*)*(?:最终|实际|取得)?(?:结果|效果|成效|收益|成果)(?:\*\*)?[：:]"
# 2024年想做到：: what is wished for the time to come.
WISHES = r"[想要]|希望|打算|准备|计划|目标|期待|争取"
GOAL_PLAN = ("五年规划", "十五五", "十四五", "十三五", "远景目标", "中长期规划")
PROBLEM_ENTRY = r"问题|不足|困难|短板"
# 值得重视的情况: may be about anything; the entries tell.
VAGUE = r"^(?:(?!问题|整改|解决|完成|开展|进展|落实|工作).)+(?:情况|现状|形势)$"
# 用心用情办好民生实事: a chapter of plans among others, unless it counts (办好十件民生实事).
LIVELIHOOD = r"^(?!.*[一二三四五六七八九十百\d]+(?:件|项|大|类))[^。；]*[，,][^，。；]*(?:民生|惠民|为民)实事$"
BARE_OTHER = ("参考", "附录", "链接", "附件", "PS", "P.S.", "References", "Reference", "Links")
OTHER = (
    "政府自身建设", "政府治理效能", "政府治理", "政府建设", "服务型政府", "法治政府",
    "自身建设", "民生实事", "惠民实事", "为民办实事", "实事项目", "时间线", "时间安排", "进度安排", "致谢", "国际形势", "外交工作", "结束语",
    "结语", "写在最后", "后记", "尾声", "独白", "碎碎念", "参考资料", "参考文献", "参考链接", "相关链接", "常见问题", "问题解答", "需要报告的事项", "其他事项", "请求", "诉求", "前言", "引言", "摘要", "人员名单", "名单", "说明",
)  # fmt: skip

# Verbs that take a problem or a measure as their object: 解决突出问题, 落实整改措施, 强化措施.
OBJECT_VERBS = (
    "坚持", "聚焦", "针对", "着眼", "围绕", "紧盯", "瞄准", "破解", "解决", "化解", "攻克", "整治", "整改", "排查", "消除", "补齐", "补足",
    "克服", "突破", "强化", "加强", "狠抓", "抓好", "抓实", "抓住", "落实", "落细", "推进", "推动", "深化", "突出", "细化", "明确", "完善", "健全", "制定",
    "编制", "实施", "优化", "提升", "提高", "创新", "建立", "采取", "开展", "做好", "做实", "严格", "严把", "压实", "夯实", "统筹", "锚定", "对照", "迎接",
    "应对", "战胜", "打通", "疏通", "缩小", "弥补", "防范", "治理", "回应", "完成", "用好", "谋划", "结合", "服务", "科学", "认真", "扎实", "积极",
)  # fmt: skip
# Of these some are adjectives where nothing stands before them: 突出矛盾.
ADJECTIVES = ("突出", "明确")
# Verbs of having, and of finding with 的 behind them, leave the problem what it is.
HAVING = r"存在|面临|遇到|还有|尚有|仍有|有哪些|发现的|查找的|查摆的|需要解决的|亟待解决的|亟需解决的|反映的|制约"
# 针对存在的问题, 解决发现的问题: the problem is the topic of a deed, unless it still wants one (需要解决的问题).
TOPIC_VERBS = r"针对|围绕|聚焦|紧盯|着眼|对照|瞄准|解决|破解|整改|化解|攻克|消除|克服|回应"
BARE_NOUN = r"(?:存在|发现|面临|反馈|暴露|出现)?的?(?:主要|突出|实际|各类|重点)?"
WANTED = (
    r"(?:需要?|亟待|亟需|急需|有待|尚待|待|尚未|未|难以)(?:协调|上级|帮助|研究|重点|进一步|请求|恳请|县里|市里){0,2}$"
)
STATED = r"存在(?:着|有)?(?:的|一些|哪些)?(?:主要|突出|共性)?(?:安全)?(?:问题|不足|困难|差距|短板|隐患|矛盾)"
# A problem followed by one of these is no longer named as such.
AFTER_NEUTRAL = r"研究|探讨|探究|综述|建模|求解|修复|单(?!一|薄)|处理|解决|定位|导向|意识|线索|清单|台账|整治|排查|治理|化解|调处|纠纷|专项|销号|矿井|职工|学生|企业|群众|人员|地区|家庭|户"

# Names in English, as teams write them: what each stands for.
ENGLISH = (
    (
        "不足",
        r"(?:what\s+)?(?:did\s?n[’'o]?t|did not|not|less|not so)\s+(?:go\s+|going\s+)?(?:so\s+|as\s+)?well|(?:what\s+)?(?:went|going)\s+wrong|(?:things\s+|areas\s+)?(?:to|for|needs?|need to)\s+(?:be\s+)?improve(?:ment|d)?|(?:what\s+)?could\s+(?:be|have been|have gone|go)\s+(?:done\s+)?(?:better|improved)|(?:known\s+|open\s+)?(?:problems?|issues?)|weakness(?:es)?|shortcomings?|drawbacks?|(?:what\s+)?(?:is\s+|are\s+|we\s+)?need(?:s|ed)?\s+to\s+(?:be\s+)?improv\w+|lowlights?|pain\s+points?|bad|cons",
    ),
    (
        "下一步计划",
        r"to-?\s?dos?(?:\s+list)?|next(?:\s+(?:steps?|year|month|week|quarter|stage|phase|sprint|plans?|actions?))?|(?:future\s+)?plans?(?:\s+for)?|action\s+items?|try|future(?:\s+work)?|roadmap|new\s+year'?s?\s+(?:flags?|resolutions?)|flags?",
    ),
    (
        "总结",
        r"(?:what\s+)?(?:went\s+|goes\s+|going\s+|done\s+)?well|keep|good|done|completed|highlights?|achievements?|what\s+(?:is|was|got)\s+better|lessons?(?:\s+learn(?:ed|t))?|learned|(?:year(?:ly)?\s+|annual\s+)?(?:review|summary)|overview|background|introduction|pros|results?",
    ),
)
ENGLISH_AROUND = (
    r"[\d\s:：.,，&/·\-—()（）'’?？!！]+|\b(?:Q[1-4]|H[12]|the|my|our|of|in|and|this|year|month|week|quarter)\b"
)
ENGLISH_MAX = 40
FLAG = r"^[^，。；]{0,10}(?<![A-Za-z])[Ff][Ll][Aa][Gg][Ss]?$"
# What may stand around the naming words without making the heading more than a name.
FILLER = (
    r"[\s　的地得及和与、，,/：:（）()“”‘’.．。—\-·\d一二三四五六七八九十]|存在|主要|工作|方面|突出|当前|目前|现阶段|有关|相关|几个|几点|一些|若干|我们|我局|我镇|我乡"
    r"|我校|我院|我县|我市|我区|我村|我公司|我部门|本单位|单位|个人|自身|自我|学校|医院|公司|年度|年|月|季度|第|以及|以来|还有|仍然|面临|遇到|部分|需要|开展"
    r"|具体|重点|全面|做好|关于|拟|采取|完成|阶段|时期|分析|产生|解决|改进|整改|加强|努力|进一步|如下|有|是|等|以下|今年|全年|本年|上半年|对|下|期间|期|并|研究|提出"
    r"|推进|落实|过程|中|点|个|发展|全市|全县|全省|全区|全镇|全乡|全院|全校|城区|省|市|县|区|镇|乡|村|我|将|要|从|做|着|了|其|各项|抓好|思考|及时|近期|实现|工作中|不少|较多|很多|现在|这么|这样|大致|大体|眼下|要说|还|都|确实|也"
)
# Coordinating words between the parts of a heading.
CONJUNCTION = r"以及|和(?!谐)|(?<!参)与|(?<![普涉])及(?!时|其)|、|，|,|暨|/|；|;|[　\s]+|(?<!合)并(?!举|重)|——|—"
# Lead words and ends of lines that introduce a list instead of naming a part.
LEAD_END = r"(?:如下|以下|方面|几点|几个|包括|主要有|表现在|体现在|是|有|为)[^。；]{0,12}[：:]$"
YEAR_ONLY = r"^(?:(?P<y>(?:19|20)\d{2})年?(?:度|工作)?[：:]?)$"
