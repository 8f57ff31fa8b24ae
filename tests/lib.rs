//! Whole-system tests: the executable, its database, and callers over the network. See `system/`.
