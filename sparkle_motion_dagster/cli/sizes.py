"""Amounts as people read them.

What belongs here: bytes in words. What does not: measuring them.
"""


def in_bytes(count: int) -> str:
    """1234567 → "1.2 MB" (powers of ten, as disks are sold)."""
    size = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"
