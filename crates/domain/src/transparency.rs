//! The Merkle tree of RFC 6962, section 2.1, as it grows at its right edge.

use crate::digest::Digest;

/// The hash of a leaf: SHA-256 over a zero byte and the leaf.
pub fn leaf_hash(leaf: &[u8]) -> Digest {
    Digest::of(&[&[0], leaf])
}

fn node_hash(left: &Digest, right: &Digest) -> Digest {
    Digest::of(&[&[1], left.as_bytes(), right.as_bytes()])
}

/// The tree as far as it takes to append and to name its root: for each complete subtree on the
/// right edge its hash, the largest first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Frontier {
    size: u64,
    subtrees: Vec<Digest>,
}

impl Frontier {
    /// How many leaves the tree has.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Appends the hash of a leaf and returns its index.
    pub fn append(&mut self, leaf: Digest) -> u64 {
        let index = self.size;
        let mut hash = leaf;
        // Each trailing one in the old size is a complete subtree that the new leaf completes.
        for _ in 0..index.trailing_ones() {
            if let Some(left) = self.subtrees.pop() {
                hash = node_hash(&left, &hash);
            }
        }
        self.subtrees.push(hash);
        self.size = self.size.saturating_add(1);
        index
    }

    /// The root of the tree; of the empty tree, the hash of nothing.
    pub fn root(&self) -> Digest {
        let mut right_to_left = self.subtrees.iter().rev().copied();
        let Some(smallest) = right_to_left.next() else { return Digest::of(&[]) };
        right_to_left.fold(smallest, |right, left| node_hash(&left, &right))
    }

    /// The frontier as bytes: 32 for each subtree.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.subtrees.iter().flat_map(|hash| *hash.as_bytes()).collect()
    }

    /// Reads what [`Self::to_bytes`] wrote for a tree of this size.
    pub fn from_bytes(size: u64, bytes: &[u8]) -> Option<Self> {
        let subtrees: Vec<_> = bytes.chunks(32).map(Digest::from_slice).collect::<Option<_>>()?;
        let expected = usize::try_from(size.count_ones()).ok()?;
        (subtrees.len() == expected).then_some(Self { size, subtrees })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The test vectors of RFC 6962 implementations: the roots of the first eight trees.
    const LEAVES: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];

    #[test]
    fn known_trees_have_their_known_roots() {
        let mut tree = Frontier::default();
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(tree.root().to_string(), empty);
        for leaf in LEAVES {
            tree.append(leaf_hash(leaf));
        }
        let eight = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328";
        assert_eq!(tree.root().to_string(), eight);
    }

    #[test]
    fn a_frontier_read_back_grows_like_the_one_that_was_written() {
        let mut kept = Frontier::default();
        for number in 0..1000_u32 {
            let read = Frontier::from_bytes(kept.size(), &kept.to_bytes()).unwrap();
            assert_eq!(read, kept);
            assert_eq!(kept.append(leaf_hash(&number.to_be_bytes())), u64::from(number));
        }
        assert_eq!(Frontier::from_bytes(3, &[0; 32]), None);
    }

    #[test]
    fn the_root_is_that_of_an_independent_implementation() {
        let mut ours = Frontier::default();
        let mut theirs =
            ct_merkle::mem_backed_tree::MemoryBackedTree::<sha2::Sha256, Vec<u8>>::new();
        for number in 0..300_u32 {
            let leaf = number.to_be_bytes().to_vec();
            ours.append(leaf_hash(&leaf));
            theirs.push(leaf);
            assert_eq!(ours.root().as_bytes().as_slice(), theirs.root().as_bytes().as_slice());
        }
    }
}
