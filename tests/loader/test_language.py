"""The language of a text: named where it is clear, left open where it is not."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgen.loader.language import (
    find_script,
    infer_language,
    is_same_language,
    load_language_table,
    primary_subtag,
    split_words,
)

SAMPLES = {
    "en": "The harbour was closed for two days after the storm, and most of the boats that lay at the quay were "
    "damaged. The mayor said that the town would pay for the repairs, but it is not clear when they can begin.",
    "de": "Der Hafen war nach dem Sturm zwei Tage lang geschlossen, und die meisten Boote am Kai wurden beschädigt. "
    "Die Bürgermeisterin sagte, dass die Stadt für die Schäden aufkommt, aber es ist noch nicht klar, wann.",
    "fr": "Le port est resté fermé pendant deux jours après la tempête, et la plupart des bateaux qui étaient à quai "
    "ont été endommagés. La maire a dit que la ville paierait les réparations, mais on ne sait pas encore quand.",
    "es": "El puerto estuvo cerrado dos días después de la tormenta, y la mayoría de los barcos que estaban en el "
    "muelle sufrieron daños. La alcaldesa dijo que la ciudad pagará las obras, pero no se sabe cuándo empezarán.",
    "pt": "O porto ficou fechado durante dois dias depois da tempestade, e a maioria dos barcos que estavam no cais "
    "sofreu danos. A prefeita disse que a cidade vai pagar as obras, mas ainda não se sabe quando elas começam.",
    "it": "Il porto è rimasto chiuso per due giorni dopo la tempesta, e la maggior parte delle barche che erano al "
    "molo è stata danneggiata. La sindaca ha detto che la città pagherà i lavori, ma non si sa ancora quando.",
    "nl": "De haven was na de storm twee dagen gesloten en de meeste boten die aan de kade lagen zijn beschadigd. "
    "De burgemeester zei dat de stad het herstel zal betalen, maar het is nog niet bekend wanneer dat begint.",
    "sv": "Hamnen var stängd i två dagar efter stormen och de flesta båtar som låg vid kajen blev skadade. "
    "Borgmästaren sade att staden ska betala för det, men det är inte klart när arbetet kan börja.",
    "da": "Havnen var lukket i to dage efter stormen, og de fleste både, der lå ved kajen, blev beskadiget. "
    "Borgmesteren siger, at byen skal betale for det, men man ved ikke, hvornår arbejdet kan begynde af sig selv.",
    "nb": "Havna var stengt i to dager etter stormen, og de fleste båtene som lå ved kaia, ble skadet. Ordføreren "
    "sier at byen skal betale for det, men en vet ikke når arbeidet kan begynne, og noen er sinte nå.",
    "fi": "Satama oli suljettu kaksi päivää myrskyn jälkeen, ja suurin osa veneistä, jotka olivat laiturissa, on "
    "vaurioitunut. Pormestari sanoi, että kaupunki maksaa korjaukset, mutta vielä ei ole selvää, milloin ne voi "
    "aloittaa. Myös tämä on nyt auki, kun rahaa ei ole.",
    "pl": "Port był zamknięty przez dwa dni po burzy, a większość łodzi, które stały przy nabrzeżu, została "
    "uszkodzona. Burmistrz powiedziała, że miasto zapłaci za naprawę, ale nie wiadomo jeszcze, kiedy się zacznie.",
    "cs": "Přístav byl po bouři dva dny zavřený a většina lodí, které stály u nábřeží, je poškozená. Starostka "
    "řekla, že město opravy zaplatí, ale ještě není jasné, kdy by se mohlo začít a kolik to bude stát.",
    "sk": "Prístav bol po búrke dva dni zatvorený a väčšina lodí, ktoré stáli pri nábreží, je poškodená. Starostka "
    "povedala, že mesto opravy zaplatí, ale ešte nie je jasné, kedy sa začne a koľko to bude stáť.",
    "ro": "Portul a fost închis două zile după furtună, iar cele mai multe bărci care erau la chei sunt avariate. "
    "Primărița a spus că orașul va plăti pentru reparații, dar nu este clar când pot să înceapă.",
    "hu": "A kikötő két napig zárva volt a vihar után, és a legtöbb hajó, amely a parton állt, megsérült. "
    "A polgármester azt mondta, hogy a város fizet, de még nem lehet tudni, mikor kezdik el, mert ez is nagyon drága.",
    "tr": "Liman fırtınadan sonra iki gün kapalı kaldı ve rıhtımda duran teknelerin çoğu zarar gördü. Belediye "
    "başkanı onarım için şehrin ödeme yapacağını söyledi, ancak bu işin ne zaman başlayacağı daha belli değil.",
    "vi": "Cảng đã đóng cửa trong hai ngày sau cơn bão và phần lớn các thuyền đậu ở bến bị hư hại. Thị trưởng nói "
    "rằng thành phố sẽ trả tiền sửa chữa, nhưng vẫn chưa rõ khi nào công việc có thể bắt đầu.",
    "id": "Pelabuhan itu ditutup dua hari setelah badai, dan sebagian besar perahu yang ada di dermaga telah rusak. "
    "Wali kota mengatakan bahwa kota akan membayar perbaikan, tetapi belum jelas karena mereka masih tidak bisa mulai.",
    "ru": "Порт был закрыт два дня после бури, и большинство лодок, которые стояли у причала, были повреждены. "
    "Мэр сказала, что город оплатит ремонт, но пока не ясно, когда его можно будет начать и как это сделать.",
    "uk": "Порт був закритий два дні після бурі, і більшість човнів, які стояли біля причалу, були пошкоджені. "
    "Мерка сказала, що місто заплатить за ремонт, але ще не відомо, коли його можна буде почати.",
    "bg": "Пристанището беше затворено два дни след бурята и повечето лодки, които са били на кея, са повредени. "
    "Кметицата каза, че градът ще плати за ремонта, но не се знае кога може да започне.",
    "ar": "ظل الميناء مغلقا يومين بعد العاصفة، وتضررت معظم القوارب التي كانت على الرصيف. وقالت رئيسة البلدية إن "
    "المدينة سوف تدفع ثمن الإصلاح، لكن لا أحد يعرف متى يبدأ العمل في هذا الميناء أو كم من الوقت قد يستمر.",
    "fa": "بندر پس از طوفان دو روز بسته بود و بیشتر قایق‌هایی که در کنار اسکله بودند آسیب دیدند. شهردار گفت که شهر "
    "هزینه را می‌پردازد، اما هنوز روشن نیست که این کار را از چه روزی می‌توان آغاز کرد.",
    "ur": "بندرگاہ طوفان کے بعد دو دن بند رہی اور گھاٹ پر کھڑی زیادہ تر کشتیوں کو نقصان پہنچا۔ میئر نے کہا کہ شہر "
    "مرمت کے پیسے دے گا لیکن یہ ابھی معلوم نہیں کہ کام کب شروع ہو گا۔",
    "hi": "तूफ़ान के बाद बंदरगाह दो दिन तक बंद रहा और घाट पर खड़ी ज़्यादातर नावों को नुकसान हुआ। मेयर ने कहा कि शहर "
    "मरम्मत का खर्च देगा, लेकिन यह अभी साफ़ नहीं है कि काम कब शुरू हो सकता है।",
    "el": "Το λιμάνι έμεινε κλειστό δύο μέρες μετά την καταιγίδα και τα περισσότερα σκάφη έπαθαν ζημιές. "
    "Η δήμαρχος είπε ότι η πόλη θα πληρώσει τις επισκευές.",
    "he": "הנמל היה סגור יומיים אחרי הסערה, ורוב הסירות שעגנו ברציף ניזוקו. ראש העיר אמרה שהעירייה תשלם על "
    "התיקונים, אבל עדיין לא ברור מתי תתחיל העבודה.",
    "th": "ท่าเรือปิดสองวันหลังพายุ และเรือส่วนใหญ่ที่จอดอยู่ได้รับความเสียหาย นายกเทศมนตรีกล่าวว่าเมืองจะจ่ายค่าซ่อม",
    "ja": "嵐のあと港は二日間閉じられ、岸壁にあった船のほとんどが壊れた。市長は修理の費用を市が払うと述べたが、"
    "工事がいつ始まるかはまだ分からない。",
    "ko": "폭풍이 지나간 뒤 항구는 이틀 동안 닫혔고 부두에 있던 배 대부분이 부서졌다. 시장은 수리비를 시가 내겠다고 "
    "말했지만 공사가 언제 시작될지는 아직 알 수 없다.",
    "zh-Hans": "暴风雨过后，港口关闭了两天，停在码头的大多数船只受损。市长说，修理的费用由市里来付，但是还不知道什么"
    "时候开始动工。渔民们对这个决定表示欢迎。",
    "zh-Hant": "暴風雨過後，港口關閉了兩天，停在碼頭的大多數船隻受損。市長說，修理的費用由市裡來付，但是還不知道什麼"
    "時候開始動工。漁民們對這個決定表示歡迎。",
}
"""One small story in each language."""


@pytest.mark.parametrize("tag", SAMPLES)
def test_each_language_is_known_by_a_short_text(tag: str) -> None:
    guess = infer_language([SAMPLES[tag]])
    assert guess is not None
    assert guess.value == tag
    assert guess.inference.evidence
    assert 0.6 <= (guess.inference.confidence or 0) <= 0.99


def test_the_evidence_counts_words_and_names_the_commonest() -> None:
    guess = infer_language(
        ["Der Rat und die Stadt", "und der Hafen und die Boote", "nicht aber auch das Land"]
    )
    assert guess is not None
    assert guess.inference.rule == "stop words"
    assert guess.inference.evidence == "stop words: 11 of 16 (und, der, die)"


def test_the_evidence_of_a_script_counts_letters() -> None:
    guess = infer_language([SAMPLES["el"], "(NATO)"])
    assert guess is not None
    assert guess.inference.rule == "script"
    assert str(guess.inference.evidence).endswith("letters Greek")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Storm closes harbour",
        "Der Hafen ist zu",
        "港口关闭",
        "港は閉鎖",
        "12 / 34 / 56 !!!",
        "John Smith, Mary Jones, Peter Brown, Ann Green, Tom White, Eve Black, Max Grey, Kim Lee, Al Ray, Bo Day",
        "\U00012000\U00012001 " * 30,
        "ጤና ይስጥልኝ " * 30,
    ],
)
def test_too_little_or_no_language_of_the_table_is_left_open(text: str) -> None:
    assert infer_language(text.split("\n")) is None


@pytest.mark.parametrize("other", ["es", "fr", "de", "pl", "vi", "ru", "ar"])
def test_a_text_half_in_another_language_is_left_open(other: str) -> None:
    assert infer_language([SAMPLES["en"], SAMPLES[other]]) is None


def test_japanese_beside_much_more_chinese_is_left_open() -> None:
    assert infer_language([SAMPLES["ja"], *[SAMPLES["zh-Hans"]] * 3]) is None


@pytest.mark.parametrize("quoted", ["ja", "zh-Hans", "ko", "es", "fr", "ar", "ru", "de"])
def test_an_english_article_that_quotes_stays_english(quoted: str) -> None:
    guess = infer_language([SAMPLES["en"], SAMPLES["en"], f'"{SAMPLES[quoted]}"', SAMPLES["en"]])
    assert guess is not None
    assert guess.value == "en"


@pytest.mark.parametrize("tag", ["ja", "zh-Hant", "ko", "fa", "ru", "pl"])
def test_an_article_with_english_names_keeps_its_language(tag: str) -> None:
    guess = infer_language([SAMPLES[tag], "(World Trade Organization, WTO)", SAMPLES[tag]])
    assert guess is not None
    assert guess.value == tag


def test_chinese_in_no_clear_way_of_writing_is_chinese() -> None:
    guess = infer_language(["山水人心天地日月大小上下中文火木土石田力口手足耳目"])
    assert guess is not None
    assert guess.value == "zh"


def test_letters_with_marks_apart_count_as_joined_ones() -> None:
    guess = infer_language([unicodedata.normalize("NFD", SAMPLES["vi"])])
    assert guess is not None
    assert guess.value == "vi"


def test_only_a_sample_of_a_long_text_is_read() -> None:
    """The first characters and some of the middle decide, so that a long text costs what a short one does."""
    long = [SAMPLES["en"]] * 20 + [SAMPLES["de"]] * 3
    assert infer_language(long) == infer_language([*long, *[SAMPLES["de"]] * 3])
    assert infer_language([SAMPLES["en"] * 5000]) is not None


def test_a_foreign_appendix_does_not_decide() -> None:
    guess = infer_language([SAMPLES["en"]] * 30 + [SAMPLES["es"]] * 25)
    assert guess is not None
    assert guess.value == "en"


@given(st.lists(st.text(max_size=200), max_size=30))
def test_any_text_is_read_without_a_crash_and_twice_alike(lines: list[str]) -> None:
    guess = infer_language(lines)
    assert guess == infer_language(lines)
    assert guess is None or 0.6 <= (guess.inference.confidence or 0) <= 0.99


def test_press_texts_in_english_are_english_or_left_open(shared: Path) -> None:
    """Of real English texts 99.5 % at least, with Spanish names and quotations in them."""
    texts = [
        json.loads(line)["text"].split("\n")
        for file in sorted((shared / "corpora" / "plain").glob("*/articles.jsonl"))
        for line in file.read_text("utf-8").splitlines()
    ]
    found = [infer_language(lines) for lines in texts]
    wrong = sum(guess is not None and guess.value != "en" for guess in found)
    assert texts
    assert wrong <= 0.005 * len(texts)
    assert sum(guess is not None for guess in found) >= 0.9 * len(texts)


@pytest.mark.parametrize(
    ("letter", "script"),
    [
        ("a", "Latin"),
        ("ệ", "Latin"),
        ("д", "Cyrillic"),
        ("ω", "Greek"),
        ("ש", "Hebrew"),
        ("ع", "Arabic"),
        ("अ", "Devanagari"),
        ("の", "Kana"),
        ("ー", "Kana"),
        ("国", "Han"),
        ("\U00020bb7", "Han"),
        ("한", "Hangul"),
        ("ก", "Thai"),
        ("1", ""),
        ("\U0001f600", ""),
    ],
)
def test_the_script_of_a_letter(letter: str, script: str) -> None:
    assert find_script(letter) == script


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("l’accord, qu'il a 12%", ["l", "accord", "qu", "il", "a"]),
        ("है। (में)", ["है", "में"]),
        ("می\u200cشود؟", ["می", "شود"]),
        ("国の人、WTO", ["国", "の", "人", "WTO"]),
    ],
)
def test_words_of_any_script(text: str, words: list[str]) -> None:
    assert split_words(text) == words


def test_every_script_with_several_languages_has_words_for_each() -> None:
    """A script of the table is one that letters are known of."""
    table = load_language_table()
    for script, languages in table.scripts.items():
        if len(languages) > 1:
            told = {code for owners in table.words[script].values() for code in owners}
            assert told == set(languages), script


def test_words_are_as_a_text_is_split() -> None:
    """A word that the splitting of texts would take apart could never be met."""
    table = load_language_table()
    for index in table.words.values():
        for word in index:
            assert split_words(word.lower()) == [word]


def test_owners_of_words_and_letters() -> None:
    table = load_language_table()
    assert table.words["Latin"]["und"] == ("de",)
    assert {"es", "fr"} <= set(table.words["Latin"]["de"])
    assert table.letters["Cyrillic"]["ї"] == ("uk",)
    assert table.letter.findall("naïf ß") == ["ï", "ß"]


def test_the_two_ways_of_writing_chinese_share_no_character() -> None:
    table = load_language_table()
    assert len(table.simplified) == len(table.traditional) > 50
    assert not table.simplified & table.traditional


@pytest.mark.parametrize(
    ("tag", "subtag"), [("en", "en"), ("EN-gb", "en"), ("zh-Hans", "zh"), ("pt_BR", "pt"), ("", "")]
)
def test_the_primary_subtag_of_a_tag(tag: str, subtag: str) -> None:
    assert primary_subtag(tag) == subtag


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("en", "en-GB", True),
        ("en", "de", False),
        ("zh-Hans", "zh", True),
        ("zh-Hans", "zh-CN", True),
        ("zh-Hans", "zh-TW", False),
        ("zh-Hant", "zh-Hans", False),
        ("zh-Hant", "zh-Hant-HK", True),
        ("pt", "pt-BR", True),
    ],
)
def test_which_tags_name_one_language(one: str, other: str, same: bool) -> None:
    assert is_same_language(one, other) is same
    assert is_same_language(other, one) is same
