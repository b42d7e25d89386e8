from . import form_page
