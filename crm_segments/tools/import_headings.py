"""Which heading of a sheet means which field of a customer.

People write their headings in their own words, order and language. A heading is compared in folded form with the words
that each field is known by; what the shop chose last time for the same heading wins over every guess.
"""

import difflib
import re

from .import_values import CellError, read_email, read_phone
from .text import fold

_NOISE = re.compile(r"[^\w]+")
CLOSE = 0.84  # how like two words must be to be taken for the same with a typing error

#: Words of both languages, by target; what the fields are called is added to them.
WORDS = {
    "name": "name|full name|customer|customer name|contact|نام و نام خانوادگی|نام مشتری|مشتری|نام کامل|اسم|نام شخص",
    "first_name": "first name|given name|forename|نام|نام کوچک",
    "last_name": "last name|surname|family name|family|نام خانوادگی|فامیل|فامیلی|شهرت",
    "phone": "phone|mobile|mobile number|cell|cell phone|tel|telephone|phone number|whatsapp"
    "|موبایل|تلفن همراه|شماره موبایل|شماره همراه|همراه|تلفن|شماره تلفن|شماره تماس|تماس|تلفن تماس",
    "email": "email|e mail|mail|email address|ایمیل|پست الکترونیک|پست الکترونیکی|رایانامه|آدرس ایمیل",
    "ref": "reference|code|customer code|customer id|external id|کد|کد مشتری|شماره مشتری|شناسه مشتری|مرجع",
    "vat": "tax id|vat|economic code|شناسه مالیاتی|کد اقتصادی|شماره اقتصادی",
    "birthday": "birthday|birth date|date of birth|dob|تاریخ تولد|تولد|روز تولد",
    "street": "address|street|street address|postal address|آدرس|نشانی|آدرس پستی|خیابان",
    "street2": "address 2|street 2|ادامه آدرس|آدرس 2",
    "city": "city|town|شهر|شهرستان",
    "state_id": "state|province|region|استان",
    "zip": "zip|zip code|postal code|postcode|کد پستی",
    "country_id": "country|کشور",
    "customer_group_id": "group|customer group|default group|گروه|گروه مشتری|گروه اصلی",
    "customer_group_ids": "groups|further groups|other groups|گروه ها|گروههای دیگر|سایر گروه ها",
    "customer_status_id": "status|state of customer|وضعیت|وضعیت مشتری",
    "category_id": "tags|tag|labels|تگ|تگ ها|برچسب|برچسب ها",
    "is_company": "company|is company|legal person|kind of person|شخصیت|نوع شخص|حقیقی حقوقی|حقوقی",
    "comment": "note|notes|comment|remarks|description|یادداشت|توضیح|توضیحات|ملاحظات",
    "website": "website|web|site|url|وب سایت|سایت|وبسایت",
    "function": "job|job title|position|occupation|شغل|سمت|عنوان شغلی",
    "date_added": "date added|created|created on|registered on|joined|تاریخ افزودن|تاریخ ثبت|تاریخ عضویت|تاریخ ثبت نام",
}


def heading_key(heading):
    """The form under which a heading is compared and remembered.

    :rtype: str
    """
    return _NOISE.sub(" ", fold(str(heading or "")).replace("_", " ")).strip()


def guess_targets(headings, labels, samples=(), remembered=None):
    """Which target each column is for. A target is given once, to the column that fits best.

    :param list headings: texts
    :param dict labels: target -> its labels in the languages of the shop
    :param list samples: for each column, some of its values
    :param dict remembered: heading key -> target or False (left out), as chosen before
    :return: list of targets or False, by column
    """
    remembered = remembered or {}
    words = _words(labels)
    keys = [heading_key(heading) for heading in headings]
    result = [remembered.get(key) for key in keys]
    taken = {target for target in result if target}
    scored = sorted(
        (-_likeness(key, known), column, target)
        for column, key in enumerate(keys)
        if key and result[column] is None
        for target, known in words.items()
    )
    for score, column, target in scored:
        if -score >= CLOSE and result[column] is None and target not in taken:
            result[column] = target
            taken.add(target)
    for column, values in enumerate(samples):
        if result[column] is None:
            target = _guess_by_values(values)
            if target in words and target not in taken:
                result[column] = target
                taken.add(target)
    if "first_name" in result and not {"last_name", "name"} & taken:
        result[result.index("first_name")] = "name"  # «نام» alone is the whole name
    return [target or False for target in result]


def _words(labels):
    words = {}
    for target, names in labels.items():
        known = [target, *names, *WORDS.get(target, "").split("|")]
        words[target] = {key for name in known if (key := heading_key(name))}
    return words


def _likeness(key, known):
    if key in known:
        return 1.0
    if len(key) < 4:
        return 0.0
    return max(
        (difflib.SequenceMatcher(None, key, word).ratio() for word in known if abs(len(word) - len(key)) <= 3),
        default=0.0,
    )


def _guess_by_values(values):
    values = [value for value in values if value is not None]
    for target, read in (("email", read_email), ("phone", read_phone)):
        if values and all(_reads(read, value) for value in values):
            return target
    return None


def _reads(read, value):
    try:
        return bool(read(value))
    except CellError:
        return False
