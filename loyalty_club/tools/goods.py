"""What rules about goods give for the lines of a purchase."""

from decimal import ROUND_DOWN, Decimal

from .points import ZERO, full_steps, to_points


def matching(params, bought):
    """The lines that a rule is about.

    :param dict params: `products` and `categories`, ids; both empty means everything
    :param list bought: dicts with `product`, `categories` (that of the product and those above), `quantity`, `amount`
    :rtype: list
    """
    products, categories = set(params.get("products") or ()), set(params.get("categories") or ())
    if not products and not categories:
        return list(bought)
    return [line for line in bought if line["product"] in products or categories & set(line["categories"])]


def goods_points(params, bought):
    """The points for what was bought of certain goods, what came back taken off.

    :param dict params: as `matching` reads them, and `mode` ("order": once; "unit": for each whole unit; "step": for
        each full step of the amount), `points`, `step`, `minimum` (of the amount of these goods)
    :rtype: Decimal
    """
    lines = matching(params, bought)
    quantity = sum((Decimal(str(line["quantity"])) for line in lines), Decimal(0))
    amount = sum((Decimal(str(line["amount"])) for line in lines), Decimal(0))
    if quantity <= 0 or amount < Decimal(str(params.get("minimum") or 0)):
        return ZERO
    points = to_points(params.get("points"))
    if params.get("mode") == "step":
        return to_points(points * full_steps(amount, params.get("step")))
    if params.get("mode") == "unit":
        return to_points(points * quantity.to_integral_value(rounding=ROUND_DOWN))
    return points
