//! Opening a section.

use std::collections::BTreeMap;
use std::rc::Rc;

use domain::ledger::{OpenSection, Order};
use domain::ndc::NdcPeriod;
use domain::section_terms::SectionTerms;
use domain::vintage::Years;
use jiff::Timestamp;

use super::Wish;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::parties::admitted;
use crate::naive::section::{apart, sensible};
use crate::naive::{Act, DESK, Ledger, Period, Section, must};
use crate::names::{section, the};
use crate::people::SECTIONS;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &OpenSection) -> Result<(), Code> {
    let OpenSection { party, registry, ndc_periods, terms, .. } = order;
    must(act.section == DESK, "wrong-desk")?;
    must(ndc_periods.len() <= 250, "list-too-long")?;
    must(admitted(ledger, act, *party), "party-not-admitted")?;
    must(ledger.section_of(*party).is_none(), "section-exists")?;
    let mechanism = party.as_str() == "QUN";
    let name = registry.to_string();
    let its_own = if mechanism {
        name == "UN01"
    } else {
        name.len() == 5 && name.starts_with(party.as_str())
    };
    let taken = ledger.sections.values().any(|it| it.registry == *registry);
    must(its_own && !taken, "registry-not-free")?;
    must(!mechanism || ndc_periods.is_empty(), "not-for-mechanism")?;
    let period = |it: &NdcPeriod| Period {
        first: it.first.number(),
        last: it.last.number(),
        method: it.method.map(|method| method.to_string()),
        metric: it.metric.clone(),
    };
    let periods: Vec<Period> = ndc_periods.iter().map(period).collect();
    apart(&periods)?;
    let terms = terms.clone().unwrap_or_default();
    sensible(&terms)?;
    let number = i16::try_from(ledger.sections.len() + 1).map_or(DESK, section);
    let opened = Section {
        party: *party,
        registry: *registry,
        periods,
        participation: None,
        reported: None,
        accounts: 0,
        terms: vec![(Timestamp::MIN, terms)],
        trusted: BTreeMap::new(),
        left: Vec::new(),
        last_days: std::collections::BTreeMap::new(),
        most: [0, 0],
    };
    Rc::make_mut(&mut ledger.sections).insert(number, opened);
    Ok(())
}

/// A section with the usual two periods, and terms as given.
pub(crate) fn order(party: &str, registry: &str, terms: SectionTerms) -> OpenSection {
    let years = |first, last| NdcPeriod::from(Years { first: the(first), last: the(last) });
    let mechanism = party == "QUN";
    let periods = vec![years("2021", "2025"), years("2026", "2030")];
    OpenSection {
        party: the(party),
        registry: the(registry),
        name: the("A fictional Party"),
        request: the("A letter"),
        ndc_periods: if mechanism { Vec::new() } else { periods },
        terms: Some(terms),
    }
}

pub(super) fn wish(dice: &mut Dice) -> Wish {
    let party = dice.one(&["XAL", "XBO", "XKA", "XLE", "XMI", "XNO", "CHE", "USA", "ZZZ", "QUN"]);
    let own = format!("{party}01");
    let registry = dice.one(&[own.as_str(), own.as_str(), own.as_str(), "UN01", "XAL01", "XZZ07"]);
    let mut order = order(party, registry, SectionTerms::default());
    let years = |first, last| NdcPeriod::from(Years { first: the(first), last: the(last) });
    match dice.below(12) {
        0 => order.ndc_periods.push(years("2025", "2026")),
        1 => order.ndc_periods = vec![years("2030", "2026")],
        2 => order.ndc_periods = vec![years("2021", "2030"); 251],
        3 => order.terms = Some(SectionTerms { lapse_days: 91, ..SectionTerms::default() }),
        _ => {}
    }
    let desk = if dice.once_in(8) { section(dice.one(&[1, SECTIONS])) } else { DESK };
    (desk, Order::OpenSection(order))
}
