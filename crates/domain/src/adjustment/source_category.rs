//! Source categories of inventories, to which sectors map.

use serde::{Deserialize, Serialize};

use crate::code_list::Sector;

/// A sector of the IPCC guidelines of 2006, which inventories follow.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceCategory {
    /// Energy: combustion, with that of transport, and fugitive emissions.
    Energy,
    /// Industrial processes and product use.
    IndustrialProcesses,
    /// Agriculture.
    Agriculture,
    /// Land use, land-use change and forestry.
    LandUse,
    /// Waste.
    Waste,
}

impl SourceCategory {
    /// The category of a sector; none where a sector cuts across them, so that only the Party can
    /// say.
    pub fn of(sector: Sector) -> Option<Self> {
        match sector.to_string().as_str() {
            "Energy generation" | "Transportation" => Some(Self::Energy),
            "Industrial processes" => Some(Self::IndustrialProcesses),
            "Agriculture" => Some(Self::Agriculture),
            "Forestry and land use" => Some(Self::LandUse),
            "Waste management" => Some(Self::Waste),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sector_has_a_source_category_unless_it_cuts_across_them_r078() {
        let category = |sector: &str| SourceCategory::of(sector.parse().unwrap());
        for (sector, expected) in [
            ("Agriculture", Some(SourceCategory::Agriculture)),
            ("Building and construction", None),
            ("Cross-sectoral mechanisms", None),
            ("Energy generation", Some(SourceCategory::Energy)),
            ("Forestry and land use", Some(SourceCategory::LandUse)),
            ("Industrial processes", Some(SourceCategory::IndustrialProcesses)),
            ("Transportation", Some(SourceCategory::Energy)),
            ("Urban development", None),
            ("Waste management", Some(SourceCategory::Waste)),
        ] {
            assert_eq!(category(sector), expected, "{sector}");
        }
    }
}
