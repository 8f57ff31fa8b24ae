//! Files that come as bodies: whole, up to a limit.

use std::time::{Duration, Instant};

use actix_web::http::header::CONTENT_ENCODING;
use actix_web::web::{Bytes, Payload};
use actix_web::{FromRequest as _, HttpRequest};
use domain::access::Caller;
use workbook::FILE_BYTES_MAX;

use crate::caller::Authenticated;
use crate::problem::{Kind, Problem};
use crate::room::{Room, Taken};

/// How long a file may take to come.
const TIME_FOR_FILE: Duration = Duration::from_mins(1);

/// A body that takes longer to come may come from somebody whose token was revoked, or whose role
/// ended, meanwhile.
const TIME_FOR_REVOKING: Duration = Duration::from_millis(500);

/// A file, and its place in the room.
#[derive(Debug)]
pub(crate) struct Uploaded {
    /// Who sent it, as they are once it has come.
    pub(crate) caller: Caller,
    pub(crate) bytes: Bytes,
    pub(crate) taken: Taken,
}

impl Room {
    /// The body of a request of this caller.
    pub(crate) async fn receive(
        &self,
        request: &HttpRequest,
        Authenticated(mut caller): Authenticated,
        payload: Payload,
    ) -> Result<Uploaded, Problem> {
        let plain = |value: &actix_web::http::header::HeaderValue| value == "identity";
        if !request.headers().get(CONTENT_ENCODING).is_none_or(plain) {
            return Err(Problem::of(Kind::WrongMediaType));
        }
        let taken = self.take(&caller)?;
        let began = Instant::now();
        let whole = actix_web::rt::time::timeout(TIME_FOR_FILE, whole(payload, FILE_BYTES_MAX));
        let bytes = whole.await.map_err(|_too_late| Problem::of(Kind::BodyTooSlow))??;
        if began.elapsed() > TIME_FOR_REVOKING {
            let mut none = actix_web::dev::Payload::None;
            caller = Authenticated::from_request(request, &mut none).await?.0;
        }
        Ok(Uploaded { caller, bytes, taken })
    }
}

/// All of a body, if it is no larger than this. What lies beyond is not read.
async fn whole(payload: Payload, most: usize) -> Result<Bytes, Problem> {
    match payload.to_bytes_limited(most).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_broken)) => {
            Err(Problem::of(Kind::BodyMalformed).with("line", &0).with("column", &0))
        }
        Err(_larger) => Err(Problem::of(Kind::BodyTooLarge).with("most", &most)),
    }
}
