"""Chinese tables of the prose generator: invented people and towns of a river province."""

from __future__ import annotations

import random

from loom_tests.data.prose_grammar import Grammar, lines, words

TABLES = {
    "sur": tuple(
        "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛范彭郎鲁"
        "韦马苗凤方俞任袁柳鲍史唐费岑薛雷贺倪汤"
    ),
    "given": tuple(
        "安柏彬博昌晨川春达德东恩发芳峰福刚国海涵浩和恒宏鸿华怀辉慧吉佳嘉建江杰金静娟军俊康兰乐磊丽"
        "良林玲龙茂梅孟敏明宁"
        "培平萍启谦青清庆秋荣瑞若森善尚诗书松泰涛天廷婉文武希贤祥晓心欣兴秀旭雅妍彦阳遥怡义英咏勇雨"
        "玉远月云泽振正志忠"
    ),
    "town1": tuple(
        "安白碧苍长春翠丹东枫福甘古海寒禾河黑红虎花华黄吉嘉江金锦景静九康兰乐柳龙绿梅明南宁平青清秋"
        "曲泉瑞沙杉山石松"
        "桃天铜万望梧西溪霞仙咸星雁杨银永玉云竹紫"
    ),
    "town2": tuple(
        "安坝滨潮川村渡房峰阜岗港沟谷关河湖桥泾井岭陵楼门宁坪坡浦泉沙山石滩塘田头湾圩溪阳营原源洲庄"
    ),
    "suffix": words("镇 村 县 城 乡 集 寨 驿"),
    "who": ("{sur}{given}{given}", "{sur}{given}"),
    "town": ("{town1}{town2}{suffix}",),
    "trade": words("""
        木匠 铁匠 石匠 裁缝 郎中 船夫 账房先生 教书先生 药商 茶商 布商 画师 琴师 厨师 猎户 渔夫 牧人 樵夫 花匠
        瓦匠 染匠 银匠 铜匠 篾匠 陶工 酒坊主人 当铺掌柜 客栈老板 驿卒 守门人 更夫 县令 捕快 书商 印刷匠 修表匠
        测绘员 地质员 植物学家 翻译 记者 邮差 车夫 灯塔看守 采药人 养蜂人 磨坊主 说书人 戏班班主 摆渡人"""),
    "adj": words("""
        旧 破旧的 崭新的 沉重的 轻巧的 古老的 精致的 粗糙的 褪色的 生锈的 镀金的 雕花的 上了锁的
        没有署名的 缺了角的
        来历不明的 祖传的 借来的 修补过的 沾满灰尘的 异国的 光滑的 漆黑的 雪白的 深红的 墨绿的 淡黄的
        天蓝的 贵重的
        便宜的 奇怪的 朴素的 华丽的 折断的 被遗忘的 失而复得的 烧焦的 受潮的 封好的 空荡荡的"""),
    "thing": lines("""
        一本{adj}账册
        一幅{adj}地图
        一只{adj}木箱
        一把{adj}铜锁
        一封{adj}书信
        一面{adj}镜子
        一盏{adj}油灯
        一张{adj}方桌
        一架{adj}古琴
        一支{adj}毛笔
        一块{adj}怀表
        一枚{adj}印章
        一件{adj}长衫
        一顶{adj}草帽
        一把{adj}雨伞
        一只{adj}茶壶
        一套{adj}茶具
        一座{adj}座钟
        一台{adj}织机
        一条{adj}围巾
        一双{adj}布鞋
        一副{adj}眼镜
        一副{adj}棋盘
        一卷{adj}诗稿
        一张{adj}照片
        一个{adj}罗盘
        一个{adj}药箱
        一根{adj}手杖
        一尊{adj}石像
        一艘{adj}小船
        一辆{adj}马车
        一口{adj}铁锅
        一对{adj}瓷瓶
        一方{adj}砚台
        一本{adj}词典
        一叠{adj}信纸
        一个{adj}铃铛
        一把{adj}锯子
        一块{adj}匾额
        一支{adj}竹笛"""),
    "room": words("""
        粮仓 码头 客栈 茶馆 药铺 学堂 祠堂 戏台 书房 当铺 磨坊 染坊 铁匠铺 印书局 邮局 县衙 钟楼 城门
        石桥 渡口
        酒坊 布店 米店 水车 果园 竹林 灯塔 船坞 仓库 车站 藏书楼 天文台 织布厂 砖窑 盐场 凉亭 集市 驿站
        马厩"""),
    "goods": words("""
        茶叶 大米 小麦 棉布 丝绸 食盐 白糖 桐油 生漆 药材 纸张 瓷器 木炭 煤炭 铁钉 铜钱 蜂蜜 芝麻 花生
        大豆 黄酒
        皮革 羊毛 麻绳 石灰 竹席 蜡烛 香料 干鱼 核桃 红枣 莲子"""),
    "number": tuple(str(n) for n in range(12, 980)),
    "few": words("两 三 四 五 六 七 八 九 十 十二 十五 二十 三十"),
    "year": tuple(str(n) for n in range(1790, 1960)),
    "month": words("正 二 三 四 五 六 七 八 九 十 十一 腊"),
    "day": tuple(str(n) for n in range(1, 29)),
    "sum": ("{number}两银子", "{number}块银元", "{few}吊铜钱", "{number}文钱"),
    "manner": words("""
        悄悄地 慢慢地 匆匆地 小心地 高兴地 难过地 生气地 平静地 客气地 固执地 认真地 犹豫地 坚决地 温和地
        冷冷地
        不情愿地 骄傲地 疲倦地 警惕地 诚恳地 大声地 低声地 耐心地 慌张地"""),
    "feeling": words(
        "好奇 愤怒 喜悦 悲伤 怀疑 羡慕 愧疚 希望 失望 感激 不安 惊讶 思念 同情 得意 后悔 敬佩 冷漠 紧张 欣慰"
    ),
    "event": lines("""
        {year}年的大水
        {year}年的大旱
        {town}的庙会
        {town}的大火
        {other}的婚礼
        {other}的葬礼
        {other}的官司
        那场日食
        秋收
        {room}的落成
        {year}年的寒冬
        {town}的罢市"""),
    "weather": lines("""
        {town}一连下了{few}天雨
        大雪封住了通往{town}的路
        {town}的江面上起了浓雾
        北风吹得{room}的门窗作响
        {town}的河水涨了{few}尺
        雷声在{room}后面响了{few}次"""),
    "opener": lines("""
        {year}年{month}月，
        {month}月{day}日，
        {event}之后，
        {event}之前，
        过了{few}天，
        {few}个月以后，
        据{other}说，
        依照{other}的建议，
        出乎{friend}的意料，
        天刚亮的时候，
        傍晚时分，
        为了{other}，
        怀着{feeling}，
        听到{event}的消息，"""),
    "tail": lines("""
        ，虽然{weather}
        ，因为{weather}
        ，而{friend}一句话也没有说
        ，{town}的人谈论了{few}年
        ，这件事花去了{sum}
        ，{other}却记得不一样
        ，旁边的{trade}只感到{feeling}
        ，直到{trade}从{town}回来
        ，没有人问起{thing}
        ，{trade}{other}也在场
        ，心里只剩{feeling}"""),
    "intro": lines("""
        {hero}是{home}的{trade}，{year}年生在{town}
        {year}年{month}月，{hero}带着{thing}来到{home}
        在{home}，最了解{hero}的人是{trade}{friend}
        {home}{room}旁边的老屋属于{trade}{hero}
        {hero}用{sum}买下了{home}的{room}
        {home}的县志在{year}年第一次提到{hero}
        {event}之后，{hero}成了{home}唯一的{trade}
        {hero}和{friend}是在{town}的{room}认识的
        关于{hero}的故事，要从{thing}说起"""),
    "clause": lines("""
        {he}把{thing}留在{room}，托{other}照看
        {hero}{manner}把{number}担{goods}卖给了{town}的{trade}
        {friend}{manner}向{he}讨还{thing}
        {he}在{room}的地板下面找到了{thing}
        {town}的{trade}愿出{sum}买下{thing}
        {friend}来信说{room}还缺{number}斤{goods}
        {hero}从{home}走到{town}，整整走了{few}天
        一个名叫{other}的{trade}带来了{event}的消息
        {he}在{town}的{room}数出了{number}箱{goods}
        {goods}的价钱涨到了{sum}
        {friend}和{trade}为了{thing}争吵起来
        {he}替{other}修好了{thing}，没有收钱
        {hero}的信走了{few}天才到{town}
        {home}的乡亲推举{other}看管{room}
        {he}{manner}说起{event}，又说起丢失的{goods}
        {hero}跟着{other}学做{trade}
        一条装着{number}袋{goods}的船在{town}停了{few}夜
        {friend}在{town}画下了{room}，笔笔都是{feeling}
        {other}留给{he}{thing}和{sum}的债
        {he}和{friend}带着{goods}过河去了{town}
        老{trade}望着{thing}，心中满是{feeling}
        {he}把信读了{few}遍，{manner}放进{room}
        {hero}把{thing}藏在{room}后面
        {friend}用{thing}换了{number}斤{goods}
        从{home}到{town}的路经过{number}级石阶
        {he}梦见了{town}，也梦见了{thing}
        {other}在{room}弹琴，{friend}{manner}唱歌
        {he}答应{trade}在{month}月以前归还{thing}
        两个从{town}来的客人在{room}打听{friend}
        {he}量了量{room}，记下{number}尺
        {town}的{goods}比{home}的{goods}好得多
        {hero}在{room}遇见{other}，只感到{feeling}
        {friend}把{sum}输给了{trade}{other}
        {trade}{manner}拒绝借出{thing}
        {he}在{room}等{other}，等了{few}个时辰"""),
}
TABLES["other"] = TABLES["who"]


def paragraph(rng: random.Random) -> list[str]:
    """Return the sentences of one paragraph about one person in one place."""
    grammar = Grammar(TABLES, rng)
    hero = grammar.pick("who")
    pronoun = "她" if grammar.chance(0.5) else "他"
    grammar.update(hero=hero, friend=grammar.pick("who"), home=grammar.pick("town"))
    sentences = []
    for i in range(4 + grammar.below(5)):
        grammar["he"] = pronoun if grammar.chance(0.6) else hero
        sentences.append(_sentence(grammar, first=not i))
    return sentences


def _sentence(grammar: Grammar, first: bool) -> str:
    text = grammar.pick("intro" if first else "clause")
    if not first and grammar.chance(0.45):
        text = grammar.pick("opener") + text
    if grammar.chance(0.35):
        text += grammar.pick("tail")
    return text + "。"
