from . import form_answer
