//! The worked example of corresponding adjustments, by orders over the years of a movable clock (R-200 to
//!

use app::Desk;
use app::balances::{Balance, BalanceError, Intention};
use domain::account::{AccountKind, AccountNumber};
use domain::adjustment::{
    Amount, Cell, Change, Effect, NotAPlan, Outcomes, PeriodSettings, Planned, Restated, Shown,
    Verdict, YearSummary,
};
use domain::authorization::Terms;
use domain::check::ReportedAmounts;
use domain::inventory::InventoryYear;
use domain::ledger::{OpenSection, Order, SetAdjustmentSettings, SetNdcPeriod};
use domain::metric::Metric;
use domain::unit::UnitRange;
use testkit::orders::{
    self, first_transfer, inventory_year, open_account, read, terms, use_towards_ndc,
};
use testkit::registry::{Officers, TestRegistry, refusal};

/// A host and a user, each with its officers, in a period of 2021 to 2025.
struct Example {
    test: TestRegistry,
    host: Officers,
    user: Officers,
}

const HOST: [&str; 5] = ["1000000", "1010000", "1020000", "1030000", "1040000"];
const USER: [&str; 5] = ["500000", "495000", "490000", "485000", "480000"];
const YEARS: [&str; 5] = ["2021", "2022", "2023", "2024", "2025"];

fn account(party: &str, kind: &str, number: u32) -> AccountNumber {
    AccountNumber::new(read(party), read(kind), number)
}

fn units(serials: &str, vintage: &str) -> UnitRange {
    read(&format!("CA9001-XAL01-XAL-{serials}-{vintage}"))
}

impl Example {
    /// Both Parties in June 2021, adjusting by this method.
    fn begun(method: &str) -> Self {
        let test = TestRegistry::new();
        test.clock_at("2021-06-01");
        let secretariat = test.secretariat();
        for party in ["XAL", "XBO"] {
            let mut order = orders::open_section(party, "A fictional Party");
            if let Order::OpenSection(OpenSection { ndc_periods, .. }) = &mut order {
                ndc_periods.clear();
            }
            test.must(&secretariat, order);
        }
        let section = |party: &str| {
            let officers = test.officers(Desk::Party(read(party)));
            test.must(&officers, orders::record_participation());
            let (first, last, method) = (read("2021"), read("2025"), read(method));
            let period = SetNdcPeriod { first, last, method, metric: Metric::Ghg };
            test.must(&officers, Order::SetNdcPeriod(period));
            test.must(&officers, open_account(AccountKind::Holding, None));
            for year in ["2023", "2024", "2025"] {
                test.must(&officers, open_account(AccountKind::UseTowardsNdc, Some(read(year))));
            }
            officers
        };
        let (host, user) = (section("XAL"), section("XBO"));
        test.must(&host, orders::record_approach("CA9001", &["XAL", "XBO"]));
        let terms = Terms { date: read("2021-06-01"), ..terms("A-1", "CA9001") };
        test.must(&host, Order::Authorize(terms));
        Self { test, host, user }
    }

    /// The example as a whole: vintage v is first transferred in v + 1, vintage 2025 in 2025; the user uses
    /// each unit in that year. The inventories are told in December 2026.
    fn played(method: &str) -> Self {
        let example = Self::begun(method);
        example.happens("2023-06-01", ("1..10000", "2022"), "2023");
        example.happens("2024-06-01", ("10001..30000", "2023"), "2024");
        example.happens("2025-06-01", ("30001..60000", "2024"), "2025");
        example.happens("2025-12-01", ("60001..100000", "2025"), "2025");
        example.test.clock_at("2026-12-01");
        for (officers, figures) in [(&example.host, HOST), (&example.user, USER)] {
            let told = YEARS.iter().zip(figures);
            let told = told.map(|(year, covered)| inventory_year(year, covered));
            example.test.must_all(officers, told.collect());
        }
        example
    }

    /// Units are issued, first transferred and used on a day.
    fn happens(&self, day: &str, (serials, vintage): (&str, &str), used: &str) {
        self.test.clock_at(day);
        let range = units(serials, vintage);
        let count = range.serials.units().count();
        let (from, to) = (account("XAL", "100", 1), account("XBO", "100", 1));
        let mut issue = orders::issue(from, "CA9001", count, "A-1");
        if let Order::Issue(issue) = &mut issue {
            issue.vintage = read(vintage);
        }
        self.test.must(&self.host, issue);
        self.test.must(&self.host, first_transfer(from, to, range));
        let opened = [("2023", 2), ("2024", 3), ("2025", 4)];
        let (_, number) = opened.into_iter().find(|(year, _)| *year == used).unwrap();
        let into = account("XBO", "200", number);
        self.test.must(&self.user, use_towards_ndc(to, into, range, read(used)));
    }

    fn balance(&self, officers: &Officers, as_of: &str) -> Balance {
        let years = (Some(read(as_of)), None);
        self.test.registry.balance(&officers.initiator, read("2021"), years).unwrap()
    }

    fn lays_down(&self, officers: &Officers, settings: PeriodSettings) {
        let order = SetAdjustmentSettings::of(read("2021"), settings);
        self.test.must(officers, Order::SetAdjustmentSettings(order));
    }
}

fn written(balance: &Balance, of: impl Fn(&YearSummary) -> Option<&Amount>) -> Vec<String> {
    let amount = |year| of(year).map_or_else(String::new, ToString::to_string);
    balance.summary.years.iter().map(amount).collect()
}

fn balances(balance: &Balance) -> Vec<String> {
    written(balance, |year| year.row_12.as_ref().map(|cell| &cell.amount))
}

#[test]
fn methods_t_and_m_give_the_balances_of_the_example_r200_r210_r212() {
    for method in ["T", "M"] {
        let example = Example::played(method);
        let host = example.balance(&example.host, "2025");
        let expected = ["1000000", "1020000", "1040000", "1060000", "1080000"];
        assert_eq!(balances(&host), expected, "{method}");
        let by_event = written(&host, |year| Some(&year.row_5.amount));
        assert_eq!(by_event, ["0", "0", "10000", "20000", "70000"]);
        let by_vintage = written(&host, |year| Some(&year.by_vintage.amount));
        assert_eq!(by_vintage, ["0", "10000", "20000", "30000", "40000"]);
        let user = example.balance(&example.user, "2025");
        assert_eq!(balances(&user), ["500000", "495000", "480000", "465000", "410000"]);
        assert!(host.summary.left_out.is_empty() && user.summary.left_out.is_empty());
    }
}

#[test]
fn method_v_gives_the_averages_of_the_example_r211() {
    let example = Example::played("V");
    let host = example.balance(&example.host, "2025");
    let average = written(&host, |year| year.row_9.as_ref().map(|cell| &cell.amount));
    assert_eq!(average, ["0", "0", "3333.3333", "7500", "20000"]);
    let expected = ["1000000", "1010000", "1023333.3333", "1037500", "1060000"];
    assert_eq!(balances(&host), expected);
    let user = example.balance(&example.user, "2025");
    let expected = ["500000", "495000", "486666.6667", "477500", "460000"];
    assert_eq!(balances(&user), expected);
}

#[test]
fn a_budget_that_the_inventory_keeps_is_not_met_with_the_adjustments_r212() {
    let example = Example::played("M");
    let budget = Some(read("5150000"));
    example.lays_down(&example.host, PeriodSettings { budget, ..PeriodSettings::default() });
    let test = example.balance(&example.host, "2025").summary.multi_year.unwrap();
    assert_eq!(test.unadjusted.unwrap().to_string(), "5100000");
    assert_eq!(test.adjusted.unwrap().to_string(), "5200000");
    assert_eq!((test.unadjusted_verdict, test.verdict), (Verdict::Met, Verdict::NotMet));
}

#[test]
fn a_later_report_restates_the_year_of_the_vintage_r205() {
    let example = Example::played("T");
    let years = (Some(read("2023")), Some(read("2022")));
    let registry = &example.test.registry;
    let balance = registry.balance(&example.host.initiator, read("2021"), years).unwrap();
    assert_eq!(balances(&balance), ["1000000", "1020000", "1020000"]);
    let restated = balance.restated.unwrap();
    let [Restated { year, balance, because, .. }] = restated.as_slice() else { unreachable!() };
    assert_eq!(*year, read("2022"));
    let (before, after) = (Some(read("1010000")), Some(read("1020000")));
    assert_eq!(*balance, Change { before, after });
    let [block] = because.as_slice() else { unreachable!() };
    assert_eq!((block.units, block.effect), (units("1..10000", "2022"), Effect::FirstTransferred));
    assert_eq!(balances(&example.balance(&example.host, "2022")), ["1000000", "1010000"]);
}

#[test]
fn each_figure_is_traced_to_entries_and_units_r221() {
    let example = Example::played("T");
    let summary = example.balance(&example.user, "2025").summary;
    let year = summary.year(read("2025")).unwrap();
    let ranges = |cell: &Cell| cell.blocks.iter().map(|it| it.units).collect::<Vec<_>>();
    let used = [units("30001..60000", "2024"), units("60001..100000", "2025")];
    assert_eq!(ranges(&year.row_7), used);
    for block in &year.row_7.blocks {
        let sql = format!(
            "SELECT count(*) AS number FROM registry.entry WHERE entry_no = {} \
             AND act = 'use-towards-ndc'",
            block.entry
        );
        assert_eq!(example.test.number(&sql), 1);
    }
    let parts = &year.breakdown.row_7;
    let parts: Vec<_> =
        parts.iter().map(|it| (it.shared.vintage, it.cell.amount.to_string())).collect();
    assert_eq!(parts, [(read("2024"), "30000".into()), (read("2025"), "40000".into())]);
    assert!(matches!(summary.rows(year)[0], Shown::Missing), "nobody told a trajectory");
    assert!(matches!(summary.rows(year)[1], Shown::NotApplicable), "method T has no row 2");
}

#[test]
fn rows_5_to_7_are_what_the_agreed_electronic_format_is_compared_with_x09() {
    let example = Example::played("T");
    let host = example.balance(&example.host, "2025").summary;
    let amounts = ReportedAmounts::of(&host, read("2025")).unwrap();
    let expected =
        ReportedAmounts { first_transferred: 70_000, for_other_purposes: 0, used_towards_ndc: 0 };
    assert_eq!(amounts, expected);
    let user = example.balance(&example.user, "2025").summary;
    let amounts = ReportedAmounts::of(&user, read("2024")).unwrap();
    assert_eq!((amounts.first_transferred, amounts.used_towards_ndc), (0, 20_000));
    assert_eq!(ReportedAmounts::of(&user, read("2026")), None);
}

#[test]
fn a_year_without_a_figure_has_no_balance_and_a_later_figure_takes_the_place_of_the_first_r208() {
    let example = Example::begun("T");
    example.test.clock_at("2023-02-01");
    example.test.must(&example.host, inventory_year("2022", "1"));
    example.test.must(&example.host, inventory_year("2022", "1010000.25"));
    let host = example.balance(&example.host, "2023");
    assert_eq!(balances(&host), ["", "1010000.25", ""]);
    let user = example.balance(&example.user, "2023");
    assert_eq!(balances(&user), ["", "", ""], "nobody sees the figures of another section");
}

#[test]
fn units_that_were_issued_before_they_were_authorized_have_two_years_r161() {
    let example = Example::begun("T");
    example.test.clock_at("2022-03-01");
    let from = account("XAL", "100", 1);
    let mut issue = orders::issue(from, "CA9001", 10, "A-1");
    if let Order::Issue(issue) = &mut issue {
        issue.vintage = read("2021");
        issue.authorization = None;
    }
    example.test.must(&example.host, issue);
    example.test.clock_at("2024-03-01");
    let definition = Some(read("Issuance"));
    let (purposes, date) = (read("NDC and OIMP"), read("2024-02-01"));
    let terms = Terms { purposes, date, first_transfer: definition, ..terms("A-2", "CA9001") };
    example.test.must(&example.host, Order::Authorize(terms));
    let order = orders::authorize_units(from, units("1..10", "2021"), "A-2");
    example.test.must(&example.host, order);
    let row_5 = |example: &Example| {
        written(&example.balance(&example.host, "2024"), |year| Some(&year.row_5.amount))
    };
    assert_eq!(row_5(&example), ["0", "0", "0", "10"], "once they are both");
    let mut settings = PeriodSettings::default();
    settings.readings.first_transfer_year = read("programme");
    example.lays_down(&example.host, settings);
    assert_eq!(row_5(&example), ["0", "10", "0", "0"], "the year of the issuance");
}

#[test]
fn after_the_last_day_units_of_the_period_are_not_first_transferred_r206() {
    let example = Example::played("T");
    let last_day = Some(read("2026-12-31"));
    example.lays_down(&example.host, PeriodSettings { last_day, ..PeriodSettings::default() });
    let (from, to) = (account("XAL", "100", 1), account("XBO", "100", 1));
    let mut issue = orders::issue(from, "CA9001", 20, "A-1");
    if let Order::Issue(issue) = &mut issue {
        issue.vintage = read("2025");
    }
    example.test.must(&example.host, issue);
    let now = first_transfer(from, to, units("100001..100010", "2025"));
    example.test.must(&example.host, now);
    let host = example.balance(&example.host, "2026");
    assert_eq!(balances(&host)[4], "1080010");
    assert_eq!((host.last_day, host.is_final), (last_day, false));
    example.test.clock_at("2027-01-01");
    let late = vec![first_transfer(from, to, units("100011..100020", "2025"))];
    let why = refusal(example.test.act(&example.host, late)).unwrap().why;
    assert_eq!(why.code(), "period-is-final");
    let late = vec![inventory_year("2025", "1")];
    let why = refusal(example.test.act(&example.host, late)).unwrap().why;
    assert_eq!(why.code(), "period-is-final");
    let host = example.balance(&example.host, "2026");
    assert!(host.is_final);
    assert_eq!(balances(&host)[4], "1080010");
}

#[test]
fn a_party_hears_what_is_missing_before_there_is_a_balance_r006() {
    let example = Example::begun("T");
    let asked = |first: &str, as_of: &str| {
        let years = (Some(read(as_of)), None);
        example.test.registry.balance(&example.host.initiator, read(first), years).unwrap_err()
    };
    assert!(matches!(asked("2022", "2021"), BalanceError::PeriodUnknown { .. }));
    assert!(matches!(asked("2021", "2022"), BalanceError::NotBegun { .. }));
    let desk = example.test.secretariat();
    let denied = example.test.registry.balance(&desk.initiator, read("2021"), (None, None));
    assert!(matches!(denied, Err(BalanceError::Denied(_))));
}

#[test]
fn a_plan_says_what_would_be_and_leaves_everything_as_it_is_r200() {
    let example = Example::played("M");
    let budget = Some(read("5220000"));
    example.lays_down(&example.host, PeriodSettings { budget, ..PeriodSettings::default() });
    let before = example.balance(&example.host, "2026");
    let outcomes = Outcomes {
        series: units("1..1", "2024").series,
        quantity: read("30000"),
        sector: read("Energy generation"),
        activity_type: read("Solar"),
        purposes: read("NDC"),
    };
    let act = Planned::FirstTransfer { authorization: read("A-1"), outcomes, year: read("2025") };
    let mut intention = Intention { acts: vec![act.clone()], ..Intention::default() };
    let plan = |intention: &Intention| {
        example.test.registry.plan(&example.host.initiator, read("2021"), intention)
    };
    let planned = plan(&intention).unwrap();
    let year = read("2024");
    assert_eq!(planned.before.balances[&year].as_ref().unwrap().to_string(), "1060000");
    assert_eq!(planned.after.balances[&year].as_ref().unwrap().to_string(), "1090000");
    let verdict = |it: &domain::adjustment::Outlook| it.multi_year.as_ref().unwrap().verdict;
    assert_eq!(
        (verdict(&planned.before), verdict(&planned.after)),
        (Verdict::Met, Verdict::NotMet)
    );
    let [headroom] = planned.authorizations.as_slice() else { unreachable!() };
    assert_eq!(headroom.authorized.to_string(), "100000");
    assert_eq!(headroom.first_transferred.to_string(), "130000");
    let figures = inventory_year("2024", "1000000");
    let Order::RecordInventoryYear(figures) = figures else { unreachable!() };
    intention.figures = vec![InventoryYear { source: read("a projection"), ..figures }];
    let projected = plan(&intention).unwrap();
    assert_eq!(projected.after.balances[&year].as_ref().unwrap().to_string(), "1060000");
    assert_eq!(example.balance(&example.host, "2026"), before, "nothing was recorded");
    let theirs = Planned::Use { outcomes, year: read("2026") };
    let refused = plan(&Intention { acts: vec![theirs], ..Intention::default() }).unwrap_err();
    let outside = matches!(refused, BalanceError::NotAPlan(NotAPlan::UseOutsidePeriod(_)));
    assert!(outside, "{refused:?}");
}

#[test]
fn over_all_sections_no_more_is_used_than_first_transferred_r207() {
    let example = Example::played("T");
    let registry = &example.test.registry;
    let desk = example.test.secretariat();
    let asked = |first: &str, last: &str| {
        let years = (Some(read(first)), Some(read(last)));
        registry.no_net_increase(&desk.initiator, years).unwrap().lines
    };
    let all = asked("2021", "2025");
    let [line] = all.as_slice() else { unreachable!() };
    assert_eq!(line.approach, read("CA9001"));
    let figures = [&line.within.first_transferred, &line.within.used];
    assert_eq!(figures.map(|cell| cell.amount.to_string()), ["100000", "100000"]);
    assert!(line.is_none());
    // Within two years alone more was used than has vintages of these years: so far, it was not.
    let later = asked("2024", "2025");
    let [line] = later.as_slice() else { unreachable!() };
    let used = [&line.within.first_transferred, &line.within.used];
    assert_eq!(used.map(|cell| cell.amount.to_string()), ["70000", "90000"]);
    assert!(line.within.increases && !line.so_far.increases);
    let denied = registry.no_net_increase(&example.host.initiator, (None, None));
    assert!(matches!(denied, Err(BalanceError::Denied(_))));
}
