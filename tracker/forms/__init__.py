"""The forms of the tracker: fields.py has the kinds of fields, the other modules the forms made of them.

Which verb has which form and service is said in tracker/acts.py.
"""
