"""How much of anything a file may hold. Far above any compilation, low enough to keep time and memory small.

Every limit is counted on what really comes out while it comes out; what a header announces is never believed.
"""

MAX_BYTES = 20 * 1024 * 1024
MAX_CHARS = 1_500_000  # a thousand pages
MAX_LINES = 50_000
MAX_LINE_CHARS = 1_000_000

# Archives (.zip, and .docx, which is one).
MAX_ENTRIES = 2_000
MAX_INFLATED = 200 * 1024 * 1024
MAX_PART = 64 * 1024 * 1024
MAX_OFFICE_PART = 24 * 1024 * 1024  # of what LibreOffice opens, which takes twenty times as much memory
MAX_RATIO = 400  # Word's XML shrinks to a tenth or twentieth; deflate's bombs reach a thousandth
RATIO_GRACE = 4 * 1024 * 1024  # below this many bytes no ratio is suspicious

MAX_PAGES = 2_000
MAX_DEPTH = 100  # tables in tables, groups in groups

# Spreadsheets: all sheets of a file together.
MAX_SHEETS = 20
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_MERGED = 50_000
