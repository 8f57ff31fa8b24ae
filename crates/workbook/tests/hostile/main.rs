//! Workbooks that were made to do harm: each is refused for its own reason, in little memory (T37).

#[cfg(test)]
mod archive;
#[cfg(test)]
mod archives;
#[cfg(test)]
mod contents;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod sheets;
