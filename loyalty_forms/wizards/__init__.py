from . import loyalty_form_reply
