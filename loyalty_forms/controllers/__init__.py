from . import form_page
from . import inquiry_page
from . import survey_page
from . import behaviour_page
from . import mobile_page
from . import registration_page
from . import sound
from . import portal
