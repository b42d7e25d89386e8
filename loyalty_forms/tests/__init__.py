from . import test_field_kinds
from . import test_form_page
from . import test_loyalty_form
from . import test_registration
from . import test_registration_race
from . import test_recipe
from . import test_upload
from . import test_embed
