//! What can go wrong before the ledger is asked, and around it.

use actix_web::http::StatusCode;

/// Declares the kinds: for each its stable code and its HTTP status. The words that people read
/// stand in the catalogue of messages, under the code.
macro_rules! kinds {
    ($( $(#[$doc:meta])* $name:ident = $code:literal, $status:ident; )*) => {
        /// A problem that is not a refusal of the ledger.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Kind {
            $( $(#[$doc])* $name, )*
        }

        impl Kind {
            /// All kinds.
            pub const ALL: &[Self] = &[ $( Self::$name ),* ];

            /// The stable code, which is also the name of the problem's page.
            pub const fn code(self) -> &'static str {
                match self { $( Self::$name => $code, )* }
            }

            /// The status of an answer with this problem.
            pub const fn status(self) -> StatusCode {
                match self { $( Self::$name => StatusCode::$status, )* }
            }
        }
    };
}

kinds! {
    /// The body is not JSON, or names a field twice.
    BodyMalformed = "body-malformed", BAD_REQUEST;
    /// The body is nested too deeply.
    BodyTooDeep = "body-too-deep", BAD_REQUEST;
    /// The body is too large.
    BodyTooLarge = "body-too-large", PAYLOAD_TOO_LARGE;
    /// The body did not come in time.
    BodyTooSlow = "body-too-slow", REQUEST_TIMEOUT;
    /// The body is not sent as plain JSON.
    WrongMediaType = "wrong-media-type", UNSUPPORTED_MEDIA_TYPE;
    /// Fields are missing, unknown or malformed.
    RequestInvalid = "request-invalid", UNPROCESSABLE_ENTITY;
    /// A parameter of the query is unknown or malformed.
    QueryInvalid = "query-invalid", BAD_REQUEST;
    /// A part of the path is malformed.
    PathInvalid = "path-invalid", BAD_REQUEST;
    /// A POST came without an idempotency key.
    KeyMissing = "key-missing", BAD_REQUEST;
    /// The idempotency key is too long, or not plain text, or there are two.
    KeyMalformed = "key-malformed", BAD_REQUEST;
    /// A request with the same key is being worked on.
    KeyRunning = "key-running", CONFLICT;
    /// The idempotency key belongs to another request.
    KeyReused = "key-reused", UNPROCESSABLE_ENTITY;
    /// There is no token, or it is unknown, expired or revoked.
    NotAuthenticated = "not-authenticated", UNAUTHORIZED;
    /// The policy does not allow it.
    NotGranted = "not-granted", FORBIDDEN;
    /// There is nothing here, or not for this caller.
    NotFound = "not-found", NOT_FOUND;
    /// The address does not know this method.
    MethodNotAllowed = "method-not-allowed", METHOD_NOT_ALLOWED;
    /// A year has no NDC implementation period of the Party, which its report must name.
    NoNdcPeriod = "no-ndc-period", CONFLICT;
    /// A report is asked for a year that has not begun.
    YearNotBegun = "year-not-begun", CONFLICT;
    /// A Party has not told how it adjusts in a period.
    MethodNotTold = "method-not-told", CONFLICT;
    /// A plan lets a Party first transfer outcomes of another.
    PlanOfAnotherHost = "plan-of-another-host", UNPROCESSABLE_ENTITY;
    /// A file is none that is read, or may do harm.
    FileUnreadable = "file-unreadable", UNPROCESSABLE_ENTITY;
    /// A file was read, and cells of it cannot be understood.
    FileNotWhole = "file-not-whole", UNPROCESSABLE_ENTITY;
    /// A file is the report of another Party.
    FileOfAnotherParty = "file-of-another-party", UNPROCESSABLE_ENTITY;
    /// A section has handed in as many bytes within a day as it may.
    FilesOfADay = "files-of-a-day", CONFLICT;
    /// A file that is to be filed was not handed in.
    FileNotKept = "file-not-kept", CONFLICT;
    /// A file that is to be filed is of another year or version.
    FileSaysOtherwise = "file-says-otherwise", CONFLICT;
    /// A check that is to be explained does not fail.
    NothingToExplain = "nothing-to-explain", CONFLICT;
    /// An open inconsistency names units that are to be used towards an NDC.
    UnitsDisputed = "units-disputed", CONFLICT;
    /// A report has more rows than one answer may have.
    ReportTooLarge = "report-too-large", CONFLICT;
    /// More is asked at once than can be queued.
    Busy = "busy", SERVICE_UNAVAILABLE;
    /// The database is out of reach.
    Unavailable = "unavailable", SERVICE_UNAVAILABLE;
    /// An error of ours.
    Ours = "internal-error", INTERNAL_SERVER_ERROR;
}
