"""What stands in for Odoo's own SMS account in companies that have a gateway."""

from odoo.addons.sms.tools.sms_api import SmsApiBase

# The state of our message -> the word that Odoo expects from a provider.
_ANSWER = {"accepted": "success", "delivered": "delivered"}


class SmsApiGateway(SmsApiBase):
    """Takes Odoo's messages into the outbox. It never talks to a provider: a business transaction that is rolled back
    or repeated must not have sent anything."""

    def _send_sms_batch(self, messages, delivery_reports_url=False):
        """Write outbox rows, see `SmsApi._send_sms_batch` for the contract.

        A uuid that is known already is answered with its state and never becomes a second message.
        """
        items = [
            {"uuid": number["uuid"], "number": number["number"], "body": message["content"]}
            for message in messages
            for number in message["numbers"]
        ]
        states = self.env["loyalty.sms.message"].sudo()._enqueue(self.company, items)
        # The window that tests a mailing knows only 'sent'.
        processing = "success" if self.env.context.get("loyalty_sms_answer_sent") else "processing"
        return [
            {
                "uuid": item["uuid"],
                "state": states[item["uuid"]]
                if states[item["uuid"]] in self.PROVIDER_TO_SMS_FAILURE_TYPE
                else _ANSWER.get(states[item["uuid"]], processing),
            }
            for item in items
        ]

    def _get_sms_api_error_messages(self):
        return {
            **super()._get_sms_api_error_messages(),
            "wrong_number_format": self.env._("This is not a mobile number."),
            "sms_number_missing": self.env._("There is no number."),
        }
