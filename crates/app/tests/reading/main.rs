//! What the registry tells, on the real PostgreSQL: to everybody, and to a section of itself.

#[cfg(test)]
mod conversions;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod lives;
#[cfg(test)]
mod moments;
#[cfg(test)]
mod sections;
#[cfg(test)]
mod statements;
#[cfg(test)]
mod world;
