//! Whole-system tests through HTTPS.
