"""The demo shop's further forms: a warranty, a survey after purchase, and what was written to and fro."""

WARRANTY = (
    {"kind": "text", "label": "شمارهٔ سریال", "alias": "serial", "required": True, "width": "half"},
    {"kind": "phone", "label": "موبایل", "alias": "mobile", "maps_to": "phone", "required": True, "width": "half"},
    {"kind": "text", "label": "نام", "alias": "name", "maps_to": "name", "required": True, "width": "half"},
    {"kind": "date", "label": "تاریخ خرید", "alias": "bought", "required": True, "width": "half"},
    {"kind": "text", "label": "مدل کتاب‌خوان", "alias": "model", "required": True},
)

MODELS = ("فیدیبوک ۶ اینچ", "فیدیبوک ۸ اینچ", "کتاب‌خوان جیبی", "کتاب‌خوان رنگی")

SURVEY = (
    {"kind": "nps", "label": "چقدر ما را به دوستانتان پیشنهاد می‌کنید؟", "alias": "nps", "required": True},
    {"kind": "rating", "label": "از این خرید چقدر راضی بودید؟", "alias": "rating"},
    {"kind": "paragraph", "label": "چه چیزی را بهتر کنیم؟", "alias": "better", "max_length": 1000},
)

WISHES = (
    "بسته‌بندی محکم‌تر",
    "ارسال سریع‌تر",
    "",
    "همه چیز عالی بود",
    "تنوع بیشتر در کتاب کودک",
    "",
    "پشتیبانی تلفنی بهتر",
)

ANSWERS = (
    ("شکایت", "{{name|مشتری}} عزیز، از تأخیر پوزش می‌خواهیم. سفارش شما امروز با پیک فرستاده شد."),
    ("انتقاد", "{{name|مشتری}} عزیز، کتاب دیگری برایتان می‌فرستیم و هزینه‌ای ندارد."),
    ("پرسش", "{{name|مشتری}} عزیز، چاپ تازه تا پایان ماه می‌رسد."),
)

SPAM = (
    "Cheap followers, click https://spam.example",
    "وام فوری بدون ضامن https://loan.example",
    "SEO for your site, first page guaranteed",
    "BUY NOW!!! https://pills.example",
    "درآمد میلیونی در خانه، عضو کانال شوید",
)

READY_ANSWERS = (
    ("در دست بررسی است", "{{name|دوست}} عزیز، پیام شما رسید و در دست بررسی است. شمارهٔ پیگیری: {{code}}"),
    ("جایگزین فرستاده شد", "{{name|دوست}} عزیز، کتاب جایگزین فرستاده شد و تا سه روز کاری به دستتان می‌رسد."),
    ("سپاس از پیشنهاد", "{{name|دوست}} عزیز، سپاس از پیشنهاد شما. آن را با همکاران در میان می‌گذاریم."),
)
