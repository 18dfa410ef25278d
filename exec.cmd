@rem npm scripts say "exec node ..." so that signals reach Node on POSIX; cmd.exe has no exec, this is it.
@%*
