//! Tests of the rulebook as a whole.
