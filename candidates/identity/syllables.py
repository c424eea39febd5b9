"""Romanised Chinese, Korean and Vietnamese names: where few syllables make many names, one name has many bearers."""

import functools

INITIALS = """
b p m f d t n l g k h j q x zh ch sh r z c s y w
"""
FINALS = """
a o e i u v ai ei ui ao ou iu ie ue ve er an en in un vn ang eng ing ong ia iao ian iang iong ua uo uai uan uang
van
"""
BARE = """
a o e ai ei ao ou an en ang eng er
"""
# The common family names, as they are romanised.
CHINESE = """
an ao bai ban bao bi bian bo cai cao cen chai chang che chen cheng chi chu cong cui dai deng di ding dong du
duan fan fang fei feng fu gan gao ge geng gong gou gu guan guo han hao he hong hou hu hua huang huo ji jia jian
jiang jiao jin jing ju kang ke kong kuang lai lan lei leng li lian liang liao lin ling liu long lou lu luo lv
lyu ma mao mei meng mi miao mo mou mu nan ni nie ning niu ouyang pan pang pei peng pi ping pu qi qian qiao qin
qiu qu quan ran ren rong ruan rui sang sha shan shang shao shen sheng shi shu si song su sun tan tang tao teng
tian tong tu wan wang wei wen weng wu xi xia xian xiang xiao xie xin xing xiong xu xuan xue yan yang yao ye yi
yin ying yong you yu yuan yue yun zang zeng zha zhai zhan zhang zhao zheng zhong zhou zhu zhuang zhuo zong zou
zuo chan chang cheung chiang chiu choi chou chow chu chuang fung ho hsieh hsu hsiao hsiung huang hung kao kuo
kwok kwong lam lau law lee leung liao liaw lo lui luk ng poon shih sze tam tang tsai tsang tse tseng tsui tu
wong wu yam yeh yeung yip
"""
KOREAN = """
ahn an bae baek baik cha chae chang chin cho choe choi choo chun chung ha han heo hong huh hur hwang hyun im
jang jee jeon jeong ji jin jo jung joo kang kim ko koh koo ku kwak kwon lee lim min moon myung na nam no noh oh
paik park pyo ryu seo seok shim shin sim sohn son song suh sung um won woo yang yim yoo yoon you yu yun
"""
VIETNAMESE = """
bui cao chau dang dao dinh do doan duong hoang huynh lam le luong luu ly mai ngo nguyen pham phan phung ta thai
to tran trinh truong vo vu
"""
EAST_ASIAN = frozenset(f"{CHINESE} {KOREAN} {VIETNAMESE}".split())
LONGEST = 6


@functools.cache
def _chinese_syllables() -> frozenset[str]:
    made = {initial + final for initial in INITIALS.split() for final in FINALS.split()}
    return frozenset(made | set(BARE.split()))


@functools.lru_cache(maxsize=200_000)
def count_syllables(word: str) -> int:
    """Return the least number of Mandarin syllables a folded word falls into, 0 where it does not."""
    known = _chinese_syllables()
    best = [0] + [0] * len(word)
    reached = [True] + [False] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - LONGEST), end):
            if reached[start] and word[start:end] in known and (not reached[end] or best[start] + 1 < best[end]):
                reached[end], best[end] = True, best[start] + 1
    return best[-1] if reached[-1] else 0


def is_east_asian(family: str) -> bool:
    """Say whether a folded family name is one of the common ones of these languages."""
    return family in EAST_ASIAN
