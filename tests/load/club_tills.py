"""How many tills there are: each process is one of its own, and its seed says which. The numbers of one till have no
gaps, so that Odoo lets nobody wait for them."""

TILLS = 4
