//! Changes by chance.

/// Numbers by chance, from a seed (splitmix64).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0, if there is none.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let number = usize::try_from(self.next() >> 1).unwrap_or_default();
        number.checked_rem(end).unwrap_or_default()
    }

    fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[0]
    }

    /// One of the items.
    pub(crate) fn of<'i, T>(&mut self, items: &'i [T]) -> Option<&'i T> {
        let at = self.below(items.len());
        items.get(at)
    }

    /// A short piece of what is so long, more often very short.
    fn piece(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length);
        let most = 1_usize << self.below(10);
        let end = start.saturating_add(self.below(most)).saturating_add(1).min(length);
        start..end
    }
}

/// Changes the bytes in one to four places. `words` are what the format gives a meaning to.
pub(crate) fn change(bytes: &mut Vec<u8>, words: &[&str], chance: &mut Chance) {
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len());
        match chance.below(9) {
            0 => set(bytes, at, |byte| byte ^ (1 << (at & 7))),
            1 => {
                let new = chance.byte();
                set(bytes, at, |_| new);
            }
            2 => {
                let piece = chance.piece(bytes.len());
                bytes.drain(piece);
            }
            3 => {
                let piece = bytes.get(chance.piece(bytes.len())).unwrap_or_default().to_vec();
                insert(bytes, at, &piece);
            }
            4 => {
                let piece = bytes.get(chance.piece(bytes.len())).unwrap_or_default().to_vec();
                let to = at.saturating_add(piece.len()).min(bytes.len());
                bytes.splice(at..to, piece);
            }
            5 => {
                let new = [chance.byte(), chance.byte()];
                insert(bytes, at, &new);
            }
            6 if chance.below(20) == 0 => bytes.truncate(at),
            _ => {
                let word = chance.of(words).copied().unwrap_or_default();
                insert(bytes, at, word.as_bytes());
            }
        }
    }
}

fn set(bytes: &mut [u8], at: usize, change: impl FnOnce(u8) -> u8) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte = change(*byte);
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, new: &[u8]) {
    bytes.splice(at..at, new.iter().copied());
}
