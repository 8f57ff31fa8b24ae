//! Files are written, read, and written again.

#[cfg(test)]
mod annotated;
#[cfg(test)]
mod csv;
#[cfg(test)]
mod draft;
#[cfg(test)]
mod json;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod sheets;
#[cfg(test)]
mod template;
