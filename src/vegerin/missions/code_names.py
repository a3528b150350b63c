"""Words for a field phone: short, unlike one another on a bad line, and none of them a name or a place here.

An office reads them in its own language. Native speakers check the lists before real use (GLOSSARY).
"""

from __future__ import annotations


def _words(text: str) -> list[str]:
    return text.split()


ENGLISH = _words(
    """
    Almond Amber Apple Ash Barley Birch Brook Cedar Cherry Clover Cloud Copper Crane Dawn Dove Elm Fern
    Fig Flint Frost Grape Grove Harbour Hazel Heron Hill Ivy Jasmine Juniper Lake Larch Lark Laurel
    Lemon Lily Linen Maple Meadow Mint Moss Myrtle Oak Olive Opal Orchard Pear Pebble Pine Plum Poplar
    Quail Quince Rain Reed River Robin Rose Rowan Sage Sand Shore Silver Snow Sparrow Spring Star Stone
    Swan Thyme Tulip Valley Violet Walnut Willow Wren
    """
)
# Things of the kitchen, the garden and the sky; not a word that people bear as a name.
ARABIC = _words(
    """
    لوز تفاح شعير بلوط جدول أرز كرز برسيم غيمة نحاس لقلق حمامة سرخس تين صوان صقيع عنب بستان ميناء بندق
    صخرة لبلاب عرعر بحيرة قبرة غار ليمون كتان قيقب مرج نعناع طحلب آس زيتون خرطوم إجاص حصاة صنوبر برقوق
    دردار سمان سفرجل مطر قصب نهر سمسم ميرمية رمل شاطئ فضة ثلج عصفور ينبوع حجر إوزة زعتر وادي بنفسج جوز
    صفصاف قمح قطن مشمش رمان بطيخ خيار جزر بصل فلفل كمون زنجبيل قرفة عسل خبز إبريق مصباح سراج نافذة سلة
    خيمة فانوس
    """
)
KURMANJI = _words(
    """
    behîv sêv ceh berû cobar erz gêlas nefel ewr sifir leglege kevok serxes hejîr qerase xûsar tirî
    bexçe bender findiq zinar lavlavk hevris gol zirav lîmon kitan mêrg pûng giyasînk zeytûn hirmî
    xilorik kaj alûçe spîndar kulîlk bih mij qamîş çem derî pelg qûm perav hesin qeşa çivîk sitûn kevir
    qaz catirî newal petek gûz bî genim pembû mijmij tirp zebeş xiyar gêzer pîvaz îsot kemûn zencefîl
    darçîn hingiv nan misîn mifte pace selik kon fener
    """
)
IN_LANGUAGE = {"ar": ARABIC, "ckb": ARABIC, "kmr_arab": ARABIC, "kmr": KURMANJI}


def words_in(language: str) -> list[str]:
    """The list of an office that reads this language; English where there is none of its own."""
    return list(IN_LANGUAGE.get(language.replace("-", "_").casefold(), ENGLISH))
