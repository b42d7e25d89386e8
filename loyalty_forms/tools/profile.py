"""Names of what a customer's profile holds."""

# Custom fields of customers are native properties: in a form they are named "property:" and their own name.
PROPERTY = "property:"
