//! Calls as their caller reads them.

use sqlx::FromRow;

use super::{events, record};
use crate::{
    calls::{
        model::{Call, CallDetail, CallFilter, CallStatus, Receipt, RefundLine},
        receipt_words::arithmetic,
    },
    contacts::model::ContactName,
    domain::{
        fold,
        ids::{CallId, ContactId, UserId},
        money::Micros,
        page::{Limit, Page, TimeCursor},
        phone::E164,
        time::EpochMs,
    },
    error::AppError,
    server::database::{Database, on_engine},
    words::Language,
};

/// How many calls [`recent`] gives.
const RECENT_MOST: i64 = 12;

/// The columns of a [`CallRow`].
macro_rules! call_row {
    ($rest:literal) => {
        concat!(
            "select c.id, c.parent_sid, c.child_sid, c.to_e164, c.from_e164, c.country, c.destination, c.contact_id, n.name as contact_name, ",
            "c.status, c.direction, c.created_at, c.answered_at, c.ended_at, c.duration_s, c.rate_micros_per_min, c.connect_micros, ",
            "c.initial_s, c.increment_s, c.free_under_s, c.hold_micros, c.charged_micros, c.time_limit_s, c.prefix, c.billed_s, ",
            "c.rated_micros, c.settled_at from calls c left join contacts n on n.id = c.contact_id ",
            $rest
        )
    };
}

/// Calls that ring or run first, then the newest ended ones; 12 in all.
///
/// # Errors
/// When the database fails.
pub async fn recent(db: &Database, user: &UserId) -> sqlx::Result<Vec<Call>> {
    const SELECT: &str = call_row!("where c.user_id = $1 order by c.created_at desc, c.id desc limit $2");

    let rows: Vec<CallRow> = on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).bind(RECENT_MOST).fetch_all(pool).await)?;
    let mut calls: Vec<Call> = rows.into_iter().map(CallRow::into_call).collect();
    calls.sort_by_key(|call| !call.is_active());
    Ok(calls)
}

/// A page of calls, newest first.
///
/// # Errors
/// [`AppError::Invalid`] for a wrong cursor, or when the database fails.
pub async fn page(
    db: &Database,
    user: &UserId,
    filter: &CallFilter,
    cursor: Option<&str>,
    limit: Limit,
) -> Result<Page<Call>, AppError> {
    const SELECT: &str = call_row!(
        "where c.user_id = $1 and (c.created_at, c.id) < ($2, $3) and (cast($4 as text) is null or c.status = $4)
           and c.created_at >= $5 and c.created_at < $6 and (cast($7 as text) is null or c.country = $7)
           and (cast($8 as text) is null or c.to_e164 like $8 escape '\\' or n.sort_key like $14 escape '\\')
           and (cast($10 as text) is null or c.contact_id = $10) and (cast($11 as text) is null or c.to_e164 = $11)
           and (cast($12 as bigint) is null or c.charged_micros >= $12) and (cast($13 as bigint) is null or c.charged_micros <= $13)
         order by c.created_at desc, c.id desc limit $9"
    );

    let before = cursor.map_or(Ok(TimeCursor { at_ms: i64::MAX, id: String::new() }), TimeCursor::parse);
    let before = before.map_err(|message| AppError::invalid("cursor", message))?;
    let (from, to) = (filter.from.map_or(i64::MIN, |at| at.0), filter.to.map_or(i64::MAX, |at| at.0));
    let rows: Vec<CallRow> = on_engine!(db, |pool| {
        sqlx::query_as(SELECT)
            .bind(user)
            .bind(before.at_ms)
            .bind(before.id)
            .bind(filter.status)
            .bind(from)
            .bind(to)
            .bind(&filter.country)
            .bind(filter.q.as_deref().and_then(like_pattern))
            .bind(limit.rows() + 1)
            .bind(&filter.contact)
            .bind(&filter.number)
            .bind(filter.charged_from)
            .bind(filter.charged_to)
            .bind(filter.q.as_deref().and_then(name_pattern))
            .fetch_all(pool)
            .await
    })?;
    let calls = rows.into_iter().map(CallRow::into_call).collect();
    Ok(Page::of(calls, limit, |call: &Call| TimeCursor::encode(call.created_at.0, call.id.as_str())))
}

/// One call of this caller with receipt, events and record; the receipt's sum is written in `language`.
///
/// # Errors
/// When the database fails.
pub async fn detail(db: &Database, user: &UserId, id: &CallId, language: Language) -> sqlx::Result<Option<CallDetail>> {
    const SELECT: &str = call_row!("where c.user_id = $1 and c.id = $2");

    let row: Option<CallRow> = on_engine!(db, |pool| sqlx::query_as(SELECT).bind(user).bind(id).fetch_optional(pool).await)?;
    let Some(row) = row else { return Ok(None) };
    let receipt = row.receipt(backing(db, id).await?, language);
    let (events, record) = (events::of_call(db, id).await?, record::of_call(db, id).await?);
    Ok(Some(CallDetail { call: row.into_call(), receipt, events, record }))
}

/// What stands behind a call's charge in other tables.
#[derive(FromRow)]
struct Backing {
    deck: String,
    amount_micros: Option<Micros>,
    note: Option<String>,
    operator: Option<String>,
    refunded_at: Option<EpochMs>,
}

async fn backing(db: &Database, id: &CallId) -> sqlx::Result<Backing> {
    const SELECT: &str = "
        select d.name as deck, t.amount_micros, t.note, t.operator, t.created_at as refunded_at
          from calls c join decks d on d.id = c.deck_id left join transactions t on t.call_id = c.id and t.kind = 'adjust'
         where c.id = $1";

    on_engine!(db, |pool| sqlx::query_as(SELECT).bind(id).fetch_one(pool).await)
}

impl Backing {
    fn refund(&self) -> Option<RefundLine> {
        Some(RefundLine {
            amount_micros: self.amount_micros?,
            reason: self.note.clone().unwrap_or_default(),
            operator: self.operator.clone().unwrap_or_default(),
            at: self.refunded_at?,
        })
    }
}

/// `%part%` with the wildcards of LIKE taken literally; nothing for an empty search. A number is searched by its digits.
pub(super) fn like_pattern(part: &str) -> Option<String> {
    let part = part.trim();
    let digits: String = part.chars().filter(char::is_ascii_digit).collect();
    let is_number = !digits.is_empty() && part.chars().all(|c| c.is_ascii_digit() || " +-().".contains(c));
    let text = if is_number { digits } else { fold::literal(part) };
    (!text.is_empty()).then(|| format!("%{text}%"))
}

/// The same for the names of contacts, which are kept folded: the engines do not agree on the lower case of `Ö`.
pub(super) fn name_pattern(part: &str) -> Option<String> {
    let text = fold::literal(&fold::fold(part));
    (!text.is_empty()).then(|| format!("%{text}%"))
}

#[derive(FromRow)]
struct CallRow {
    id: CallId,
    parent_sid: Option<String>,
    child_sid: Option<String>,
    to_e164: E164,
    from_e164: E164,
    country: Option<String>,
    destination: String,
    contact_id: Option<ContactId>,
    contact_name: Option<String>,
    status: CallStatus,
    direction: String,
    created_at: EpochMs,
    answered_at: Option<EpochMs>,
    ended_at: Option<EpochMs>,
    duration_s: Option<i64>,
    rate_micros_per_min: Micros,
    connect_micros: Micros,
    initial_s: i64,
    increment_s: i64,
    free_under_s: i64,
    hold_micros: Micros,
    charged_micros: Option<Micros>,
    time_limit_s: i64,
    prefix: String,
    billed_s: Option<i64>,
    rated_micros: Option<Micros>,
    settled_at: Option<EpochMs>,
}

impl CallRow {
    fn into_call(self) -> Call {
        Call {
            id: self.id,
            sid: self.child_sid.or(self.parent_sid),
            to: self.to_e164,
            from: self.from_e164,
            country: self.country,
            destination: self.destination,
            contact: self.contact_id.zip(self.contact_name).map(|(id, name)| ContactName { id, name }),
            status: self.status,
            direction: self.direction,
            created_at: self.created_at,
            answered_at: self.answered_at,
            ended_at: self.ended_at,
            duration_seconds: self.duration_s,
            rate_micros_per_minute: self.rate_micros_per_min,
            connect_micros: self.connect_micros,
            initial_seconds: self.initial_s,
            increment_seconds: self.increment_s,
            free_under_seconds: self.free_under_s,
            held_micros: self.hold_micros,
            charged_micros: self.charged_micros,
            time_limit_seconds: self.time_limit_s,
        }
    }

    /// The receipt of a settled call.
    fn receipt(&self, backing: Backing, language: Language) -> Option<Receipt> {
        let (settled_at, charged) = (self.settled_at?, self.charged_micros?);
        let rated = self.rated_micros.unwrap_or_default();
        let mut receipt = Receipt {
            prefix: self.prefix.clone(),
            destination: self.destination.clone(),
            refund: backing.refund(),
            deck: backing.deck,
            rate_micros_per_minute: self.rate_micros_per_min,
            connect_micros: self.connect_micros,
            initial_seconds: self.initial_s,
            increment_seconds: self.increment_s,
            free_under_seconds: self.free_under_s,
            duration_seconds: self.duration_s.unwrap_or(0),
            billed_seconds: self.billed_s.unwrap_or(0),
            rated_micros: rated,
            charged_micros: charged,
            held_micros: self.hold_micros,
            released_micros: self.hold_micros - charged,
            shortfall_micros: rated - charged,
            settled_at,
            arithmetic: String::new(),
        };
        receipt.arithmetic = arithmetic(&receipt, self.status, language);
        Some(receipt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_takes_wildcards_literally_and_numbers_by_their_digits() {
        assert_eq!(like_pattern("50%_a"), Some(r"%50\%\_a%".into()));
        assert_eq!(like_pattern("+44 (79) 11"), Some("%447911%".into()));
        assert_eq!(like_pattern("  "), None);
    }
}
