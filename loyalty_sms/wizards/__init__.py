from . import loyalty_sms_consent_import
from . import loyalty_sms_gateway_test
from . import loyalty_sms_route_test
from . import mailing_sms_test
from . import sms_composer
from . import sms_composer_forecast
