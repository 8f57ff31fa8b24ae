//! Every page, with fictional Parties and units: for the page checks and for looking at.

use askama::Template;
use domain::account::AccountKind;
use domain::beneficiary::Beneficiary;
use domain::ledger::RetirementPurpose;
use domain::unit::UnitRange;
use domain::vintage::Year;
use jiff::Timestamp;
use jiff::civil::date;
use web::public::article::Article;
use web::public::as_of::AsOf;
use web::public::character::{Authorized, Character, Disclosed, KeptBack, Measure};
use web::public::deed::{Deed, Happening};
use web::public::fault::{Fault, FaultPage};
use web::public::frame::{Frame, PartyName, State, Translation};
use web::public::home::HomePage;
use web::public::identifier::Identifier;
use web::public::not_found::{NeverIssuedPage, NotFoundPage};
use web::public::place::Placed;
use web::public::problem::ProblemPage;
use web::public::reference::{
    Answer, Field, Operation, ProblemLink, ReferencePage, Subject, SubjectPage,
};
use web::public::search;
use web::public::unit_life::{At, Open, UnitLifePage};
use web::words::{Language, Words};

/// A page and the name of the file to look at it in.
pub(crate) struct Page {
    pub(crate) name: &'static str,
    pub(crate) html: String,
}

/// Stands for Arabic until its catalogue is there: English words on a page from right to left.
const FROM_RIGHT: Language =
    Language { code: "ar", direction: "rtl", own_name: "العربية", thousands: "," };

/// All pages, each in every state that looks different.
pub(crate) fn pages() -> Vec<Page> {
    let wrong = || search::read("CA9042-XAL1-XAL-1204501").err();
    let home = |frame, example, wrong| HomePage { frame, example, wrong }.render();
    let ours = Fault::Ours { request: "req_01JD8Z4T".to_owned() };
    let pages = [
        ("home", home(frame(), Some(units("1204501..1209500")), None)),
        ("home-empty", home(empty(), None, None)),
        ("home-wrong", home(frame(), Some(units("1204501..1209500")), wrong())),
        ("home-rtl", home(from_right(), Some(units("1204501..1209500")), wrong())),
        ("unit-life", unit_life(frame(), At::Present).render()),
        ("unit-life-rtl", unit_life(from_right(), At::Present).render()),
        ("unit-life-wrong", unit_life(frame(), At::Unreadable("30.6.".to_owned())).render()),
        ("unit-life-then", earlier().render()),
        ("one-unit", one_unit().render()),
        ("unit-life-rare", rare().render()),
        ("never-issued", NeverIssuedPage { frame: frame(), units: units("7..9") }.render()),
        ("not-found", NotFoundPage { frame: frame() }.render()),
        ("fault", FaultPage { frame: Frame::new(english()), fault: ours }.render()),
        ("busy", FaultPage { frame: Frame::new(english()), fault: Fault::Busy }.render()),
        ("problem", problem().render()),
        ("reference", reference().render()),
        ("reference-subject", reference_subject().render()),
    ];
    let show = |(name, html): (_, Result<_, askama::Error>)| Page {
        name,
        html: html.unwrap_or_else(|error| format!("{error}")),
    };
    pages.into_iter().map(show).collect()
}

fn english() -> Words {
    Words::new(Language::ENGLISH)
}

fn frame() -> Frame {
    let state = State { moment: at("2026-11-22T14:05:00Z"), entry: Some(48_233) };
    Frame { state: Some(state), demonstration: Some(date(2026, 11, 22)), ..Frame::new(english()) }
}

fn empty() -> Frame {
    let state = State { moment: at("2026-11-22T14:05:00Z"), entry: None };
    Frame { state: Some(state), ..Frame::new(english()) }
}

fn from_right() -> Frame {
    let translation =
        |language, address: &str| Translation { language, address: address.to_owned() };
    Frame {
        words: Words::new(FROM_RIGHT),
        translations: vec![translation(FROM_RIGHT, "/ar"), translation(Language::ENGLISH, "/en")],
        ..frame()
    }
}

fn at(moment: &str) -> Timestamp {
    moment.parse().unwrap_or_default()
}

fn range(serials: &str) -> UnitRange {
    let units = format!("CA9042-XAL01-XAL-{serials}-2024").parse();
    units.unwrap_or_else(|error| unreachable!("a fixture is wrong: {error}"))
}

fn units(serials: &str) -> Identifier {
    Identifier::from(&range(serials))
}

fn count(serials: &str) -> u64 {
    range(serials).units().count()
}

fn party(name: &str, code: &str) -> PartyName {
    PartyName { code: code.to_owned(), name: name.to_owned() }
}

fn alorea() -> PartyName {
    party("Alorea", "XAL")
}

fn borvia() -> PartyName {
    party("Borvia", "XBO")
}

fn cendria() -> PartyName {
    party("Cendria", "XCE")
}

fn unit_life(frame: Frame, at: At) -> UnitLifePage {
    let json = Some("/v1/units/CA9042-XAL01-XAL-1204501..1209500-2024".to_owned());
    UnitLifePage {
        frame: Frame { json, ..frame },
        units: units("1204501..1209500"),
        party: alorea(),
        characters: vec![character("1204501..1209500")],
        places: vec![
            placed("1204501..1205700", alorea(), AccountKind::Holding, false),
            placed("1205701..1206700", borvia(), AccountKind::Holding, true),
            placed("1206701..1209000", borvia(), AccountKind::UseTowardsNdc, true),
            placed("1209001..1209400", cendria(), AccountKind::UseForOimp, true),
            placed("1209401..1209500", cendria(), AccountKind::OmgeCancellation, true),
        ],
        history: history(),
        older: None,
        more: None,
        never_issued: Vec::new(),
        kept_back: vec![(KeptBack::Entity, alorea())],
        open: Vec::new(),
        at,
        permalink: permalink("1204501..1209500"),
    }
}

fn earlier() -> UnitLifePage {
    let at = AsOf::read("2026-06-30").map_or(At::Present, At::Moment);
    let mut characters = vec![character("1204501..1207000"), character("1207001..1209500")];
    if let Some(second) = characters.last_mut() {
        second.authorization = None;
        second.measure = Measure::Other("megawatt hours of renewable electricity".to_owned());
    }
    UnitLifePage {
        units: units("1204501..1210000"),
        characters,
        places: vec![Placed {
            authorized: false,
            ..placed("1204501..1209500", alorea(), AccountKind::Holding, false)
        }],
        history: history().into_iter().rev().take(1).collect(),
        kept_back: Vec::new(),
        never_issued: vec![units("1209501..1210000")],
        older: Some("/v1/units/CA9042-XAL01-XAL-1204501..1209500-2024/history".to_owned()),
        more: Some(units("1209451..1209500")),
        ..unit_life(frame(), at)
    }
}

/// Places and deeds that few units see.
fn rare() -> UnitLifePage {
    let registry = || "XDE01".to_owned();
    let purpose = Some(RetirementPurpose::DomesticScheme);
    let deeds = [
        Deed::Retired { party: alorea(), purpose },
        Deed::CameIn { party: borvia(), registry: registry() },
        Deed::WentOut { party: borvia(), registry: registry() },
        Deed::Contributed { party: borvia(), to: cendria() },
        Deed::SharedProceeds { party: alorea() },
    ];
    let some = history();
    let told = deeds.into_iter().zip(&some).map(|(deed, happening)| Happening {
        deed,
        beneficiary: None,
        ..happening.clone()
    });
    UnitLifePage {
        places: vec![
            placed("1204501..1205700", alorea(), AccountKind::Retirement, false),
            placed("1205701..1206700", borvia(), AccountKind::Outside, true),
        ],
        history: told.collect(),
        open: vec![Open { check: "X01".to_owned(), party: borvia(), year: "2026".to_owned() }],
        ..unit_life(frame(), At::Present)
    }
}

fn one_unit() -> UnitLifePage {
    let about = |happening: &Happening| Happening {
        units: units("1208977"),
        quantity: 1,
        ..happening.clone()
    };
    let all = history();
    let serial = "1208977";
    UnitLifePage {
        units: units(serial),
        characters: vec![character(serial)],
        places: vec![placed(serial, borvia(), AccountKind::UseTowardsNdc, true)],
        history: all.iter().filter(|happening| happening.entry != 48_231).map(about).collect(),
        permalink: permalink(serial),
        ..unit_life(frame(), At::Present)
    }
}

fn permalink(serials: &str) -> String {
    format!("https://registry.example/itmo/{}", units(serials).whole)
}

fn character(serials: &str) -> Character {
    Character {
        units: units(serials),
        quantity: count(serials),
        measure: Measure::Tonne,
        mitigation_type: "Emission reductions".to_owned(),
        sector: "Energy generation".to_owned(),
        activity_type: "Solar".to_owned(),
        underlying: Some(Disclosed::Public("VCS-0042-2024-1 to VCS-0042-2024-5000".to_owned())),
        authorization: Some(Authorized {
            id: "A-17".to_owned(),
            version: 2,
            date: date(2026, 2, 3),
            purposes: "NDC and OIMP".to_owned(),
            entities: Some(Disclosed::Confidential),
        }),
    }
}

fn placed(serials: &str, party: PartyName, kind: AccountKind, first_transferred: bool) -> Placed {
    let is_use = kind == AccountKind::UseTowardsNdc;
    Placed {
        units: units(serials),
        quantity: count(serials),
        party,
        kind,
        year_of_use: Year::new(2026).ok().filter(|_year| is_use),
        first_transferred,
        authorized: true,
    }
}

fn history() -> Vec<Happening> {
    let happened = |moment: &str, deed, serials: &str, entry| Happening {
        occurred: at(moment),
        recorded: None,
        deed,
        units: units(serials),
        quantity: count(serials),
        first_transfer: false,
        entry,
        beneficiary: None,
    };
    let beneficiary = Beneficiary {
        name: "Cendria Airways".parse().unwrap_or_else(|_| unreachable!("a fixture is wrong")),
        country: "XCE".parse().ok(),
        remark: "Flights of 2026".parse().ok(),
    };
    let cancelled = Deed::Cancelled { party: cendria(), kind: AccountKind::OmgeCancellation };
    let used =
        Deed::UsedTowardsNdc { party: borvia(), year: Year::new(2026).unwrap_or(Year::FIRST) };
    let authorized =
        Deed::Authorized { party: alorea(), authorization: "A-17".to_owned(), version: 2 };
    vec![
        happened("2026-11-22T13:58:00Z", cancelled, "1209401..1209500", 48_231),
        Happening {
            beneficiary: Some(beneficiary),
            ..happened(
                "2026-11-22T13:40:00Z",
                Deed::UsedForOimp { party: cendria() },
                "1209001..1209400",
                48_227,
            )
        },
        happened("2026-11-20T09:12:00Z", used, "1206701..1209000", 48_102),
        happened(
            "2026-10-02T16:30:00Z",
            Deed::Transferred { from: borvia(), to: cendria() },
            "1209001..1209500",
            41_870,
        ),
        Happening {
            first_transfer: true,
            ..happened(
                "2026-09-14T08:05:00Z",
                Deed::Transferred { from: alorea(), to: borvia() },
                "1205701..1209500",
                40_019,
            )
        },
        happened("2026-07-01T10:00:00Z", authorized, "1204501..1209500", 31_007),
        Happening {
            recorded: Some(at("2025-03-04T07:45:00Z")),
            ..happened(
                "2025-03-03T11:20:00Z",
                Deed::Issued { party: alorea() },
                "1204501..1209500",
                12_408,
            )
        },
    ]
}

fn problem() -> ProblemPage {
    let text = "# The account does not hold these units\n\n- Code: `not-held`\n- HTTP status: 409\n\n\
        ## What happened\n\n\
        You named units that do not lie in the account, or not all of them. **No units moved.**\n\n\
        ## What to do\n\n1. Ask `GET /v1/units/{range}` where they are.\n\
        2. Name only units that the account holds.\n\nSee also [the reference](/developers/reference).\n\n\
        ## Example\n\n```json\n{\n  \"type\": \"/problems/not-held\",\n  \"status\": 409,\n  \
        \"code\": \"not-held\",\n  \"rule\": \"R-143\"\n}\n```\n";
    ProblemPage {
        frame: frame(),
        code: "not-held".to_owned(),
        status: 409,
        article: Article::parse(text),
    }
}

fn field(name: &str, place: &str, is_required: bool, text: &str) -> Field {
    let kind = "string".to_owned();
    let text = text.to_owned();
    Field { name: name.to_owned(), place: place.to_owned(), kind, is_required, text }
}

fn reference() -> ReferencePage {
    let problem = |code: &str, status, title: &str| ProblemLink {
        code: code.to_owned(),
        status,
        title: title.to_owned(),
    };
    let units = Operation {
        id: "units".to_owned(),
        method: "GET".to_owned(),
        path: "/v1/units/{range}".to_owned(),
        summary: "Tell where units are, and what happened to them".to_owned(),
        description: vec![
            "Any serial or range may be asked for, also of several blocks.".to_owned(),
        ],
        parameters: vec![
            field("range", "path", true, "One identifier, or a range."),
            field("at", "query", false, "A moment in the past, RFC 3339."),
        ],
        request: Vec::new(),
        answers: vec![Answer {
            status: 200,
            text: "The units, run by run.".to_owned(),
            fields: vec![field("units", "", true, "Their identifier.")],
        }],
        problems: vec![problem("not-found", 404, "There is nothing here")],
    };
    let propose = Operation {
        id: "propose".to_owned(),
        method: "POST".to_owned(),
        path: "/v1/sections/{section}/proposals".to_owned(),
        summary: "Propose an act on units".to_owned(),
        description: Vec::new(),
        parameters: vec![field("Idempotency-Key", "header", true, "Your key for this request.")],
        request: vec![field("quantity", "", true, "Whole number in digits.")],
        answers: Vec::new(),
        problems: vec![problem("not-held", 409, "The account does not hold these units")],
    };
    ReferencePage {
        frame: frame(),
        version: "1".to_owned(),
        document: "/v1/openapi.json".to_owned(),
        subjects: vec![
            Subject { name: "Units".to_owned(), operations: vec![units] },
            Subject { name: "Proposals".to_owned(), operations: vec![propose] },
        ],
    }
}

fn reference_subject() -> SubjectPage {
    let operations = reference().subjects.into_iter().flat_map(|subject| subject.operations);
    let subject = Subject { name: "Units".to_owned(), operations: operations.collect() };
    SubjectPage { frame: frame(), subject }
}

/// The first page after somebody searched for this.
#[cfg_attr(not(test), expect(dead_code, reason = "only the page checks search"))]
pub(crate) fn home_with(entered: &str) -> String {
    let wrong = search::read(entered).err();
    let page = HomePage { frame: frame(), example: None, wrong }.render();
    page.unwrap_or_else(|error| format!("{error}"))
}
