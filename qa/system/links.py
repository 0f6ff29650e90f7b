"""Whether a path is really inside a folder, or a symbolic link on the way leads out of it."""

from __future__ import annotations

import os
from pathlib import Path


def leads_out(path: Path, folder: Path) -> bool:
    """Tell whether a link takes a path below a folder out of it; nothing is opened.

    The path itself, each folder on the way and links to links count. The folder may be a link
    itself, and the path need not exist. A path that is named as outside (``..``) leads out too.
    """
    on_the_way = [path, *path.parents]
    if folder in on_the_way:
        below = on_the_way[: on_the_way.index(folder)]
        if ".." not in path.parts and not any(one.is_symlink() for one in below):
            return False
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
