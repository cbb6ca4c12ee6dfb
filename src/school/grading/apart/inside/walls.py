"""The walls around one submission's process, raised by the process itself before a line of the student's runs.

The warm parent already lives in a sandbox without network, home and files of the machine. Each
fork of it goes a step further: a user, process, file and network space of its own, so that it
sees no other submission, and limits on what it may use. Only Linux; needs unprivileged user
namespaces, like bubblewrap itself.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import signal
import struct

# from <sched.h>, <sys/mount.h>, <sys/prctl.h>
NEW_MOUNTS, NEW_UTS, NEW_IPC, NEW_USER, NEW_PIDS, NEW_NET = (
    0x00020000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000,
)  # fmt: skip
NOSUID, NODEV, NOEXEC, READ_ONLY, REC, PRIVATE = 2, 4, 8, 1, 0x4000, 0x40000
SPACES = NEW_USER | NEW_MOUNTS | NEW_UTS | NEW_IPC | NEW_NET | NEW_PIDS
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 4, 24, 22, 38
MEGABYTE = 2**20

_libc = ctypes.CDLL(None, use_errno=True)


def _call(name: str, *arguments) -> None:
    if getattr(_libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def become_nobody(user: int) -> None:
    """Leave root's rights behind, for good. The machine's administrator grades too, and submissions must not have them."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    _call("prctl", PR_SET_DUMPABLE, 1, 0, 0, 0)  # else /proc/self belongs to root and no user space can be mapped


def no_new_rights() -> None:
    """Nothing that is started from here on gets more rights than this process has."""
    _call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def die_with_parent() -> None:
    """Kill this process when the one that started it is gone."""
    _call("prctl", PR_SET_PDEATHSIG, 9, 0, 0, 0)


def fork_into_own_spaces() -> int:
    """`os.fork` whose child is process 1 of new user, file, network, message, name and process spaces.

    Its `settle_in` comes next. The caller has one thread only.
    """
    machine = platform.machine()
    if machine not in _CLONE:
        raise OSError(errno.ENOSYS, f"there are no walls for a processor of kind {machine}")
    ctypes.pythonapi.PyOS_BeforeFork()
    child = _libc.syscall(
        ctypes.c_long(_CLONE[machine]), ctypes.c_ulong(SPACES | signal.SIGCHLD), *[ctypes.c_long(0)] * 4
    )
    if child == 0:
        ctypes.pythonapi.PyOS_AfterFork_Child()
        return 0
    number = ctypes.get_errno()
    ctypes.pythonapi.PyOS_AfterFork_Parent()
    if child < 0:
        raise OSError(number, f"clone: {os.strerror(number)}")
    return child


def settle_in(user: int, group: int) -> None:
    """In the new spaces: the user is the one outside, and what is mounted stays inside."""
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{user} {user} 1")
    _write("/proc/self/gid_map", f"{group} {group} 1")
    _call("mount", b"none", b"/", None, REC | PRIVATE, None)


def own_folders(work: str, megabytes: int) -> None:
    """Empty folders of limited size in place of the shared ones, and a view of the own processes only."""
    for place, size in ((work, megabytes), ("/tmp", 64), ("/dev/shm", 64)):
        if os.path.isdir(place):
            options = f"size={size}m,nr_inodes=20000,mode=0700".encode()
            _call("mount", b"tmpfs", place.encode(), b"tmpfs", NOSUID | NODEV, options)
    os.chdir(work)
    try:
        _call("mount", b"proc", b"/proc", b"proc", NOSUID | NODEV | NOEXEC, None)
    except OSError:  # in many containers no process may be shown a /proc of its own: then it sees none
        _call("mount", b"tmpfs", b"/proc", b"tmpfs", NOSUID | NODEV | NOEXEC | READ_ONLY, b"size=4k")


def drop_rights() -> None:
    """Give up what the own user space granted, and close the kernel's doors that no notebook needs."""
    for capability in range(64):
        if _libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            break
    header = struct.pack("Ii", 0x20080522, 0)
    _call("capset", ctypes.create_string_buffer(header, len(header)), ctypes.create_string_buffer(bytes(24), 24))
    no_new_rights()
    _close_doors()


def limit(cpu_seconds: int, megabytes: int, processes: int, file_megabytes: int) -> None:
    """What the process and each of its children may use."""
    room = megabytes * MEGABYTE
    for kind, most in (
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_AS, room),
        (resource.RLIMIT_FSIZE, file_megabytes * MEGABYTE),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_CORE, 0),
        *([(resource.RLIMIT_NPROC, processes)] if processes else []),
    ):
        _soft, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


def _write(path: str, text: str) -> None:
    file = os.open(path, os.O_WRONLY)  # `open` would copy much of the parent's memory for its layers
    try:
        os.write(file, text.encode("ascii"))
    finally:
        os.close(file)


# --- seccomp -------------------------------------------------------------------------------------------
# machine -> (its number for the kernel, the calls that are refused)
_DOORS = {
    "x86_64": (0xC000003E, dict(
        ptrace=101, mount=165, umount2=166, pivot_root=155, chroot=161, unshare=272, setns=308, swapon=167,
        init_module=175, finit_module=313, delete_module=176, kexec_load=246, kexec_file_load=320, reboot=169,
        bpf=321, perf_event_open=298, userfaultfd=323, io_uring_setup=425, io_uring_enter=426, io_uring_register=427,
        add_key=248, request_key=249, keyctl=250, process_vm_readv=310, process_vm_writev=311, open_by_handle_at=304,
        open_tree=428, move_mount=429, fsopen=430, fsconfig=431, fsmount=432, mount_setattr=442,
    )),
    "aarch64": (0xC00000B7, dict(
        ptrace=117, mount=40, umount2=39, pivot_root=41, chroot=51, unshare=97, setns=268, swapon=224,
        init_module=105, finit_module=273, delete_module=106, kexec_load=104, kexec_file_load=294, reboot=142,
        bpf=280, perf_event_open=241, userfaultfd=282, io_uring_setup=425, io_uring_enter=426, io_uring_register=427,
        add_key=217, request_key=218, keyctl=219, process_vm_readv=270, process_vm_writev=271, open_by_handle_at=265,
        open_tree=428, move_mount=429, fsopen=430, fsconfig=431, fsmount=432, mount_setattr=442,
    )),
}  # fmt: skip
_CLONE3 = 435
_CLONE = {"x86_64": 56, "aarch64": 220}
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000


def _filter(machine: str) -> bytes:
    """The kernel's program that refuses the calls."""
    number, closed = _DOORS[machine]
    refuse = [(_EQUAL, one, errno.EPERM) for one in closed.values()] + [(_EQUAL, _CLONE3, errno.ENOSYS)]
    lines = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, number),
        (_RETURN, 0, 0, _REFUSE | errno.EPERM),  # a call in another machine's numbering
        (_LOAD, 0, 0, 0),
    ]
    if machine == "x86_64":  # the numbering of x32
        lines += [(0x35, 0, 1, 0x40000000), (_RETURN, 0, 0, _REFUSE | errno.EPERM)]
    for test, one, refusal in refuse:
        lines += [(test, 0, 1, one), (_RETURN, 0, 0, _REFUSE | refusal)]
    # clone stays open for threads and processes, not for new user spaces: the flags are its first argument
    lines += [
        (_EQUAL, 0, 3, _CLONE[machine]),
        (_LOAD, 0, 0, 16),
        (_ANY_BIT, 0, 1, NEW_USER),
        (_RETURN, 0, 0, _REFUSE | errno.EPERM),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("HBBI", *line) for line in lines)


# made before any fork: each submission would make it anew
_PROGRAM = _filter(platform.machine()) if platform.machine() in _DOORS else b""
_BUFFER = ctypes.create_string_buffer(_PROGRAM, len(_PROGRAM))
_HEADER = struct.pack("HxxxxxxP", len(_PROGRAM) // 8, ctypes.addressof(_BUFFER))


def _close_doors() -> None:
    """A filter of system calls: no new spaces, no mounts, no looking into other processes, no kernel extensions."""
    if _PROGRAM:  # elsewhere the other walls stand
        _call("prctl", PR_SET_SECCOMP, 2, ctypes.create_string_buffer(_HEADER, len(_HEADER)), 0, 0)
