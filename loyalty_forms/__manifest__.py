{
    "name": "Customer Club Forms",
    "summary": "Dynamic forms for any web page: registration, feedback, look-up",
    "version": "19.0.1.0.0",
    "category": "Website/Website",
    "author": "Customer Club",
    "license": "LGPL-3",
    "application": True,
    "depends": ["loyalty_club", "website"],
    "data": [],
}
