"""The demo shop's forms: their fields, and what people wrote."""

REGISTRATION = (
    {"kind": "text", "label": "نام و نام خانوادگی", "alias": "name", "maps_to": "name", "required": True},
    {
        "kind": "phone",
        "label": "موبایل",
        "alias": "mobile",
        "maps_to": "phone",
        "required": True,
        "placeholder": "۰۹۱۲ ۱۲۳ ۴۵۶۷",
    },
    {"kind": "email", "label": "ایمیل", "alias": "email", "maps_to": "email"},
    {
        "kind": "date",
        "label": "تاریخ تولد",
        "alias": "birthday",
        "maps_to": "birthday",
        "help": "برای هدیهٔ روز تولدتان",
        "width": "half",
    },
    {"kind": "text", "label": "شهر", "alias": "city", "maps_to": "city", "width": "half"},
    {
        "kind": "consent",
        "label": "می‌پذیرم",
        "alias": "consent",
        "required": True,
        "content": "<p>اطلاعات من برای باشگاه مشتریان نگه داشته شود و پیام‌های آن برایم فرستاده شود.</p>",
    },
)

FEEDBACK = (
    {
        "kind": "choice",
        "label": "موضوع",
        "alias": "subject",
        "required": True,
        "options": ("نظر", "پیشنهاد", "انتقاد", "شکایت", "پرسش"),
    },
    {"kind": "rating", "label": "از خرید خود چقدر راضی بودید؟", "alias": "rating", "required": True},
    {"kind": "nps", "label": "چقدر ما را به دوستانتان پیشنهاد می‌کنید؟", "alias": "nps"},
    {"kind": "paragraph", "label": "نظر شما", "alias": "opinion", "required": True, "max_length": 2000},
    {"kind": "text", "label": "نام", "alias": "name", "maps_to": "name", "width": "half"},
    {"kind": "phone", "label": "موبایل", "alias": "mobile", "maps_to": "phone", "width": "half"},
)

OPINIONS = (
    ("نظر", 5, 10, "بسته‌بندی کتاب‌ها عالی بود و زود رسید."),
    ("پیشنهاد", 4, 8, "کاش کتاب‌های صوتی هم داشتید."),
    ("انتقاد", 2, 4, "گوشهٔ یکی از کتاب‌ها تا خورده بود."),
    ("شکایت", 1, 1, "سفارشم یک هفته دیر رسید و کسی پاسخ نداد."),
    ("پرسش", 4, 7, "چاپ تازهٔ «شب‌های روشن تهران» کی می‌رسد؟"),
    ("نظر", 5, 9, "برخورد همکارانتان در فروشگاه بسیار خوب بود."),
    ("پیشنهاد", 5, 9, "برای دانشجویان تخفیف بیشتری بگذارید."),
    ("نظر", 3, 6, "قیمت‌ها کمی بالا رفته است."),
)

BOOK_CLUB = (
    {"kind": "text", "label": "نام", "alias": "name", "maps_to": "name", "required": True, "width": "half"},
    {"kind": "number", "label": "سن", "alias": "age", "minimum": "12", "maximum": "99", "width": "half"},
    {"kind": "phone", "label": "موبایل", "alias": "mobile", "maps_to": "phone", "required": True},
    {
        "kind": "choices",
        "label": "به کدام ژانرها علاقه دارید؟",
        "alias": "genres",
        "options": ("رمان", "فانتزی", "شعر", "تاریخ", "کودک"),
    },
    {
        "kind": "dropdown",
        "label": "کدام شعبه؟",
        "alias": "branch",
        "required": True,
        "options": ("انقلاب", "تجریش", "مشهد"),
    },
)
