from .field import TypedProperties
