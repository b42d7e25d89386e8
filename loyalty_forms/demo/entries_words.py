"""What was written to and fro with the demo shop's forms."""

MODELS = ("فیدیبوک ۶ اینچ", "فیدیبوک ۸ اینچ", "کتاب‌خوان جیبی", "کتاب‌خوان رنگی")

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

INQUIRY_TEXTS = {
    "found_text": (
        "<p><strong>This device is genuine.</strong> Its warranty lasts until {{expires_on}} ({{days_left}} days).</p>",
        "<p><strong>این دستگاه اصالت دارد.</strong> گارانتی تا {{expires_on}} معتبر است ({{days_left}} روز دیگر).</p>",
    ),
    "expired_text": (
        "<p>This device is genuine, but its warranty ended on {{expires_on}}.</p>",
        "<p>این دستگاه اصالت دارد، ولی گارانتی آن در {{expires_on}} پایان یافته است.</p>",
    ),
    "none_text": (
        "<p>No such device is registered. Please check the serial number {{asked.serial}}.</p>",
        "<p>دستگاهی با این مشخصات ثبت نشده است. لطفاً سریال {{asked.serial}} را بررسی کنید.</p>",
    ),
}
