from . import club_customer_decision
