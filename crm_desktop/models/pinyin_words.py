"""Chinese characters whose reading depends on their neighbours: words, and surnames at the head of a person's name.

Kept by hand, for what stands in names of companies, people, places and deals. The reading a character has everywhere
else stands in `pinyin_table.py`.
"""

WORDS = """
重庆 chong qing|重阳 chong yang|重新 chong xin|重复 chong fu|重组 chong zu|重建 chong jian|重启 chong qi
重构 chong gou|重装 chong zhuang|重逢 chong feng|重置 chong zhi|九重 jiu chong|双重 shuang chong
银行 yin hang|行业 hang ye|商行 shang hang|行情 hang qing|央行 yang hang|分行 fen hang|支行 zhi hang
总行 zong hang|农行 nong hang|工行 gong hang|建行 jian hang|招行 zhao hang|同行 tong hang|行家 hang jia|车行 che hang
洋行 yang hang|琴行 qin hang|投行 tou hang|太行 tai hang|行长 hang zhang|拍卖行 pai mai hang
部长 bu zhang|董事长 dong shi zhang|校长 xiao zhang|院长 yuan zhang|市长 shi zhang|县长 xian zhang|局长 ju zhang
处长 chu zhang|科长 ke zhang|厂长 chang zhang|店长 dian zhang|会长 hui zhang|组长 zu zhang|队长 dui zhang
班长 ban zhang|社长 she zhang|所长 suo zhang|秘书长 mi shu zhang|理事长 li shi zhang|成长 cheng zhang|增长 zeng zhang
长大 zhang da|家长 jia zhang|首长 shou zhang|生长 sheng zhang|船长 chuan zhang|台长 tai zhang|村长 cun zhang
省长 sheng zhang|镇长 zhen zhang|乡长 xiang zhang|连锁长 lian suo zhang
厦门 xia men|台州 tai zhou|天台县 tian tai xian|蚌埠 beng bu|六安 lu an|六合区 lu he qu|番禺 pan yu|莆田 pu tian
东阿 dong e|阿胶 e jiao|黄陂 huang pi|洪洞 hong tong|铅山 yan shan|浒墅关 xu shu guan|漯河 luo he|亳州 bo zhou
莘庄 xin zhuang|乐清 yue qing|乐亭 lao ting|单县 shan xian|郫县 pi xian|盱眙 xu yi|大城县 dai cheng xian
大夫 dai fu|渑池 mian chi|枞阳 zong yang|尉犁 yu li|吐蕃 tu bo|朝阳 chao yang|燕山 yan shan|燕京 yan jing
燕郊 yan jiao|燕郊镇 yan jiao zhen|牟平 mu ping|中牟 zhong mu|长子县 zhang zi xian|繁峙 fan shi|井陉 jing xing
音乐 yin yue|乐器 yue qi|乐团 yue tuan|乐队 yue dui|声乐 sheng yue|乐章 yue zhang|民乐 min yue
会计 kuai ji|财会 cai kuai|都市 du shi|都江堰 du jiang yan|成都 cheng du|首都 shou du|京都 jing du|花都 hua du
于都 yu du|望都 wang du|昌都 chang du|宁都 ning du|新都 xin du|都匀 du yun|丰都 feng du|都督 du du|江都 jiang du
调研 diao yan|调查 diao cha|调度 diao du|调试 tiao shi|调整 tiao zheng|空调 kong tiao|调味 tiao wei|协调 xie tiao
调解 tiao jie|调节 tiao jie|调光 tiao guang|调料 tiao liao|调理 tiao li|调和 tiao he|调价 tiao jia
自传 zi zhuan|传记 zhuan ji|水浒传 shui hu zhuan|弹性 tan xing|弹簧 tan huang|弹力 tan li
人参 ren shen|参茸 shen rong|海参 hai shen|西洋参 xi yang shen|党参 dang shen
出差 chu chai|差旅 chai lv|星宿 xing xiu|归宿 gui su|校准 jiao zhun|校验 jiao yan|校正 jiao zheng|校对 jiao dui
还款 huan kuan|归还 gui huan|退还 tui huan|偿还 chang huan|没收 mo shou|目的 mu di|的确 di que|得到 de dao
了解 liao jie|着陆 zhuo lu|着色 zhuo se|沉着 chen zhuo|供给 gong ji|给水 ji shui|给排水 ji pai shui|主角 zhu jue
角色 jue se|觉得 jue de|睡觉 shui jiao|降伏 xiang fu|投降 tou xiang|效率 xiao lv|税率 shui lv|比率 bi lv
频率 pin lv|汇率 hui lv|利率 li lv|概率 gai lv|功率 gong lv|毛利率 mao li lv|率先 shuai xian|率领 shuai ling
切割 qie ge|切削 qie xiao|要塞 yao sai|边塞 bian sai|弄堂 long tang|便宜 pian yi|梁山泊 liang shan po
湖泊 hu po|关卡 guan qia|卡口 qia kou|夹克 jia ke|假期 jia qi|假日 jia ri|休假 xiu jia|请假 qing jia
暑假 shu jia|中间 zhong jian|间接 jian jie|将军 jiang jun|大将 da jiang|结实 jie shi|劲旅 jing lv|劲松 jing song
强劲 qiang jing|试卷 shi juan|胶卷 jiao juan|看守 kan shou|山脉 shan mai|灾难 zai nan|心宽 xin kuan
炮制 pao zhi|漂亮 piao liang|漂白 piao bai|铺设 pu she|铺面 pu mian|商铺 shang pu|奇数 ji shu|曲线 qu xian
歌曲 ge qu|曲艺 qu yi|分散 fen san|色子 shai zi|少年 shao nian|少林 shao lin|少儿 shao er|宿舍 su she
校舍 xiao she|反省 fan xing|盛饭 cheng fan|似的 shi de|提防 di fang|为了 wei le|作为 zuo wei|华为 hua wei
有为 you wei|为民 wei min|大有可为 da you ke wei|系鞋 ji xie|朝鲜 chao xian|剥削 bo xue|血液 xue ye|载体 zai ti
三年五载 san nian wu zai|占卜 zhan bu|正月 zheng yue|船只 chuan zhi|中奖 zhong jiang|中标 zhong biao
中选 zhong xuan|钻石 zuan shi|钻井 zuan jing|钻探 zuan tan|转动 zhuan dong|转速 zhuan su|转盘 zhuan pan
曾经 ceng jing|未曾 wei ceng|不曾 bu ceng|薄膜 bao mo|薄板 bao ban|薄片 bao pian|薄荷 bo he|秘鲁 bi lu
尉迟 yu chi|万俟 mo qi|长孙 zhang sun|澹台 tan tai|单于 chan yu|令狐 ling hu|宿迁 su qian|解放 jie fang
大厦 da sha|广厦 guang sha|不行 bu xing|发行 fa xing|可汗 ke han|龟兹 qiu ci|身毒 yuan du|冒顿 mo du
处方 chu fang|处理 chu li|处置 chu zhi|相处 xiang chu|兴业 xing ye|兴隆 xing long|兴旺 xing wang|复兴 fu xing
振兴 zhen xing|兴趣 xing qu|高兴 gao xing|应用 ying yong|响应 xiang ying|供应 gong ying|适应 shi ying
对应 dui ying|应急 ying ji|感应 gan ying|反应 fan ying|效应 xiao ying|数据 shu ju|数控 shu kong|数字 shu zi
宝藏 bao zang|西藏 xi zang|藏药 zang yao|藏族 zang zu|青藏 qing zang|收藏 shou cang|冷藏 leng cang
教学 jiao xue|教书 jiao shu|骨朵 gu duo|石头 shi tou|露天 lu tian|露脸 lou lian|模样 mu yang|模具 mu ju
粘贴 zhan tie|粘土 nian tu|粘合 nian he|胶粘 jiao nian|臂章 bi zhang|刨床 bao chuang|扒手 pa shou
车床 che chuang|重量 zhong liang|数量 shu liang|测量 ce liang|计量 ji liang|量具 liang ju|质量 zhi liang
产量 chan liang|流量 liu liang|量子 liang zi|高丽 gao li|浙江 zhe jiang|吁请 yu qing|呼吁 hu yu|和谐 he xie
暖和 nuan huo|和面 huo mian|尽快 jin kuai|尽管 jin guan|济南 ji nan|济宁 ji ning|经济 jing ji|救济 jiu ji
夏侯 xia hou|诸葛 zhu ge|葛洲坝 ge zhou ba|瓜葛 gua ge|阿房宫 e pang gong|否极 pi ji|臭氧 chou yang
"""
"""Words and the reading of each of their characters."""

SURNAMES = """
单 shan 位元据价证独品项向双次一个体|仇 qiu 恨视|朴 piao 素实|盖 ge 子板章|解 xie 决放析除释读答密约聘|区 ou 域块间号分
查 zha 询账看找验收封价阅核|种 chong 子植类苗业|员 yun 工|乐 yue 园视购活享天高业趣|折 she 扣旧叠|尹 yin|祭 zhai 祀
都 du 市江|召 shao 开集回|句 gou 子|繁 po 荣华忙|乜 nie|佴 nai|过 guo 程滤期户去|宿 su 舍|那 na|燕 yan|牟 mou|应 ying
洗 xian 衣车手涤浴发碗|纪 ji|冼 xian|逄 pang|宓 mi|谌 chen|晁 chao|郗 xi|黑 he 色板客白马龙|哈 ha|车 che|葛 ge
訾 zi|贲 ben|郇 huan|瞿 qu|臧 zang|柏 bai|覃 qin|任 ren|华 hua
"""
"""Surnames, their reading as such, and the second characters after which the first one is not a surname."""
