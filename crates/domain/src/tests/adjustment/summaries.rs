//! Rows, cells and what is left out.
