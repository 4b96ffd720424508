# Looks through its whole memory for texts of other programs: every page around every known address.
import ctypes
import gc
import re

libc = ctypes.CDLL(None, use_errno=True)
libc.access.argtypes = (ctypes.c_void_p, ctypes.c_int)
libc.sbrk.restype = ctypes.c_void_p
PAGE = 4096
EFAULT = 14
# Not as one piece in this source, which is in memory too.
PATTERN = re.compile((b"can" + b"ary-([a-z]+)-[0-9a-f]{32}"))
OWN = "my own marker 8e1c"


def is_mapped(address):
    """A system call that is handed an address fails in another way where there is no memory."""
    return libc.access(address, 0) == 0 or ctypes.get_errno() != EFAULT


def windows():
    """Ranges of addresses to look at: around what is known, with room for what is between."""
    known = {id(thing) for thing in gc.get_objects()}
    known.add(libc.sbrk(0) - PAGE)
    known.add(ctypes.c_void_p.in_dll(libc, "environ").value)
    known.add(ctypes.cast(libc.access, ctypes.c_void_p).value)
    found = []
    for address in sorted(known):
        low, high = address - (16 << 20), address + (16 << 20)
        if found and low <= found[-1][1]:
            found[-1][1] = high
        else:
            found.append([low, high])
    return found


def regions():
    for low, high in windows():
        start = None
        for page in range(max(low, 0) // PAGE * PAGE, high, PAGE):
            if is_mapped(page):
                start = page if start is None else start
            elif start is not None:
                yield start, page - start
                start = None
        if start is not None:
            yield start, high // PAGE * PAGE - start


found = set()
own = 0
size = 0
for start, length in regions():
    size += length
    for at in range(start, start + length, 1 << 20):
        # With an overlap, so that no text is cut in two.
        data = ctypes.string_at(at, min((1 << 20) + 256, start + length - at))
        own += data.count(OWN.encode())
        found.update(match.group(0).decode() for match in PATTERN.finditer(data))
output = {"own": own, "megabytes": size >> 20, "others": sorted(found)}
