"""All Chinese wording of the extraction, as data: one module a concern, no logic in any of them.

shapes     enumerators, punctuation, titles, contents, page furniture
headings   what section headings are made of
prose      lead-ins, mood of sentences, closings, labels
clues      deadlines, units, owners
"""
