from . import loyalty_sms_gateway_test
