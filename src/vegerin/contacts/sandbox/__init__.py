"""Where hostile files are read: by a process of their own that has nothing left but the bytes and a pipe.

`__main__` is started by `decoding`; it has read the libraries and forks a child for each file (`child`). The
child gives up files, sockets, processes, memory beyond a bound and, where the kernel can filter them
(`calls`), every call to the system but a dozen. What it sends back are points: width, height and three bytes
for each. `drawing` makes a JPEG of them outside the child, so that nothing a file brought can reach a page.
"""
