// The commit that the command is built from: Package.swift has it from the environment, and Swift can't be told a text at compile time.

/// The commit, with a plus behind it if files differed from it; empty if nobody told.
const char *oomlab_commit(void);
