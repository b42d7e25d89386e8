-- A copy of the database must not send to customers, nor know how to.
UPDATE loyalty_sms_gateway
   SET active = false,
       url = NULL,
       username = NULL,
       password = NULL,
       api_key = NULL,
       token = NULL,
       http_header = NULL,
       http_body = NULL,
       code_template = NULL,
       smpp_host = NULL,
       smpp_system_id = NULL,
       smpp_password = NULL;
UPDATE loyalty_sms_message
   SET state = 'canceled',
       reason = 'neutralized',
       code = NULL
 WHERE state IN ('queued', 'held', 'claimed', 'submitting', 'unknown');
