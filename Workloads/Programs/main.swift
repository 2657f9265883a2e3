import CLinux
_ = getpid()
