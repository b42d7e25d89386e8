from .field import TypedProperties
from .cleaning import remove_empty_values
