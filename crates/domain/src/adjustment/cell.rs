//! A cell of the structured summary, and the blocks behind it.

use std::num::NonZeroU32;

use serde::Serialize;
use serde::ser::SerializeStruct as _;

use super::amount::Amount;
use super::event::{Block, Effect};

/// A figure, with all blocks behind it.
///
/// As JSON: `{"amount": "3333.3333", "exact": "10000/3", "blocks": […]}`, where `exact` is `null`
/// unless the decimal does not end and `amount` is therefore rounded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell {
    /// The figure.
    pub amount: Amount,
    /// The blocks, by entry and units. None are behind what the Party told.
    pub blocks: Vec<Block>,
}

impl Cell {
    /// What the Party told.
    pub const fn told(amount: Amount) -> Self {
        Self { amount, blocks: Vec::new() }
    }

    /// How many units the blocks have together.
    pub fn count(blocks: Vec<Block>) -> Self {
        Self::of(blocks, |_effect| true)
    }

    /// What was first transferred, less what was used.
    pub fn net(blocks: Vec<Block>) -> Self {
        Self::of(blocks, |effect| match effect {
            Effect::FirstTransferred => true,
            Effect::Used => false,
        })
    }

    fn of(mut blocks: Vec<Block>, adds: impl Fn(Effect) -> bool) -> Self {
        blocks.sort_unstable();
        let amount = blocks.iter().fold(Amount::zero(), |sum, block| {
            let units = Amount::of_units(block.units.units().count());
            if adds(block.effect) { sum.plus(&units) } else { sum.minus(&units) }
        });
        Self { amount, blocks }
    }

    /// An equal share of it, of the same blocks.
    pub fn shared_by(&self, shares: NonZeroU32) -> Self {
        Self { amount: self.amount.shared_by(shares), blocks: self.blocks.clone() }
    }

    /// Another figure that the same blocks are behind.
    pub fn behind(&self, amount: Amount) -> Self {
        Self { amount, blocks: self.blocks.clone() }
    }
}

impl Serialize for Cell {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut cell = to.serialize_struct("Cell", 3)?;
        cell.serialize_field("amount", &self.amount)?;
        cell.serialize_field("exact", &self.amount.endless())?;
        cell.serialize_field("blocks", &self.blocks)?;
        cell.end()
    }
}
