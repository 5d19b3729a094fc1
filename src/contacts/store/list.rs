//! Pages of contacts, and what the dialer offers while somebody types.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sqlx::FromRow;

use super::read::{ContactRow, contact_columns, tags_of, with_numbers};
use crate::{
    contacts::model::{Contact, Label, Match, Sort},
    domain::{
        fold,
        ids::{ContactId, UserId},
        page::{Limit, Page},
        phone::E164,
    },
    error::AppError,
    server::database::{Database, on_engine},
};

/// Which contacts, in which order.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Part of a name, a number or the notes; blank for all.
    pub q: &'a str,
    /// Exactly this tag; blank for all.
    pub tag: &'a str,
    pub sort: Sort,
    pub cursor: Option<&'a str>,
    pub limit: Limit,
}

/// Contacts that the filters let through; both are absent or patterns of LIKE.
macro_rules! filtered {
    ($joined:literal, $rest:literal) => {
        concat!(
            "select ",
            contact_columns!(),
            " from contacts c ",
            $joined,
            " where c.user_id = $1 and (cast($2 as text) is null or c.search_text like $2 escape '\\')
                and (cast($3 as text) is null or ('\n' || c.tags || '\n') like $3 escape '\\') and ",
            $rest
        )
    };
}

/// A page of contacts.
///
/// # Errors
/// [`AppError::Invalid`] for a wrong cursor, or when the database fails.
pub async fn page(db: &Database, user: &UserId, wanted: &Wanted<'_>) -> Result<Page<Contact>, AppError> {
    const BY_NAME: &str = filtered!("", "(c.rank, c.sort_key, c.id) > ($4, $5, $6) order by c.rank, c.sort_key, c.id limit $7");
    const BY_CALL: &str = filtered!(
        "",
        "(coalesce(c.last_called_at, 0), c.id) < ($4, $6) and $5 = ''
         order by coalesce(c.last_called_at, 0) desc, c.id desc limit $7"
    );
    const BY_SPENT: &str = filtered!(
        "left join (select k.contact_id, cast(sum(k.charged_micros) as bigint) as spent from calls k
                     where k.user_id = $1 and k.settled_at is not null and k.contact_id is not null
                     group by k.contact_id) s on s.contact_id = c.id",
        "(coalesce(s.spent, 0), c.id) < ($4, $6) and $5 = '' order by coalesce(s.spent, 0) desc, c.id desc limit $7"
    );

    let select = match wanted.sort {
        Sort::Name => BY_NAME,
        Sort::Recent => BY_CALL,
        Sort::Spent => BY_SPENT,
    };
    let after = wanted.cursor.map_or_else(|| Ok(Place::before_all(wanted.sort)), Place::parse)?;
    let rows: Vec<ContactRow> = on_engine!(db, |pool| {
        sqlx::query_as(select)
            .bind(user)
            .bind(fold::search_pattern(wanted.q))
            .bind(tag_pattern(wanted.tag))
            .bind(after.figure)
            .bind(after.word)
            .bind(after.id)
            .bind(wanted.limit.rows() + 1)
            .fetch_all(pool)
            .await
    })?;
    let page = Page::of(rows, wanted.limit, |row| Place::of(row, wanted.sort).encode());
    Ok(Page { items: with_numbers(db, user, page.items).await?, next_cursor: page.next_cursor })
}

/// How many contacts a caller has, and every tag in use.
///
/// # Errors
/// When the database fails.
pub async fn extent(db: &Database, user: &UserId) -> sqlx::Result<(i64, Vec<String>)> {
    const COUNT: &str = "select count(*) from contacts where user_id = $1";
    const TAGS: &str = "select distinct tags from contacts where user_id = $1 and tags <> ''";

    let count = on_engine!(db, |pool| sqlx::query_scalar(COUNT).bind(user).fetch_one(pool).await)?;
    let kept: Vec<String> = on_engine!(db, |pool| sqlx::query_scalar(TAGS).bind(user).fetch_all(pool).await)?;
    let mut tags: Vec<String> = kept.iter().flat_map(|kept| tags_of(kept)).collect();
    tags.sort_unstable();
    tags.dedup();
    Ok((count, tags))
}

/// The numbers that somebody may mean who has typed `q` on the dialer: of people with a word of their name that begins with it,
/// or numbers that contain its digits. Favourites first, then whom one talked to last; of one person the preferred number first.
///
/// # Errors
/// When the database fails.
pub async fn matches(db: &Database, user: &UserId, q: &str, most: i64) -> sqlx::Result<Vec<Match>> {
    const BY_NAME: &str = "
        select c.id, c.name, c.rank, n.e164, n.label from contacts c join contact_numbers n on n.contact_id = c.id
         where c.user_id = $1 and (' ' || c.sort_key) like $2 escape '\\'
         order by c.rank, coalesce(c.last_called_at, 0) desc, c.sort_key, c.id, (n.e164 = c.e164) desc, n.position limit $3";
    const BY_NUMBER: &str = "
        select c.id, c.name, c.rank, n.e164, n.label from contact_numbers n join contacts c on c.id = n.contact_id
         where n.user_id = $1 and n.e164 like $2 escape '\\'
         order by c.rank, coalesce(c.last_called_at, 0) desc, c.sort_key, c.id, n.position limit $3";

    let (select, pattern) = match fold::typed_digits(q) {
        Some(digits) if q.trim_start().starts_with(['+', '\u{ff0b}']) => (BY_NUMBER, format!("+{digits}%")),
        Some(digits) => (BY_NUMBER, format!("%{digits}%")),
        None => match fold::literal(&fold::fold(q)) {
            folded if folded.is_empty() => return Ok(Vec::new()),
            // Scripts that part no words have no beginnings of words either.
            folded if folded.is_ascii() => (BY_NAME, format!("% {folded}%")),
            folded => (BY_NAME, format!("%{folded}%")),
        },
    };
    let rows: Vec<MatchRow> =
        on_engine!(db, |pool| sqlx::query_as(select).bind(user).bind(pattern).bind(most).fetch_all(pool).await)?;
    Ok(rows.into_iter().map(MatchRow::into_match).collect())
}

#[derive(FromRow)]
struct MatchRow {
    id: ContactId,
    name: String,
    rank: i64,
    e164: E164,
    label: Label,
}

impl MatchRow {
    fn into_match(self) -> Match {
        let Self { id, name, rank, e164, label } = self;
        Match { id, name, favourite: rank == 0, international: e164.to_string(), country: None, e164, label }
    }
}

/// A whole line among the tags.
fn tag_pattern(tag: &str) -> Option<String> {
    let tag = tag.trim();
    (!tag.is_empty()).then(|| format!("%\n{}\n%", fold::literal(tag)))
}

/// Where a page ended: the keys of its last row.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    /// Rank, moment or micro-units.
    figure: i64,
    word: String,
    id: String,
}

impl Place {
    fn before_all(sort: Sort) -> Self {
        let figure = if sort == Sort::Name { -1 } else { i64::MAX };
        Self { figure, word: String::new(), id: String::new() }
    }

    fn of(row: &ContactRow, sort: Sort) -> Self {
        let (figure, word) = match sort {
            Sort::Name => (row.rank, row.sort_key.clone()),
            Sort::Recent => (row.last_called_at.map_or(0, |at| at.0), String::new()),
            Sort::Spent => (row.spent_micros.0, String::new()),
        };
        Self { figure, word, id: row.id.to_string() }
    }

    /// Opaque, and safe in an address.
    fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(format!("{} {} {}", self.figure, self.id, self.word))
    }

    fn parse(text: &str) -> Result<Self, AppError> {
        let wrong = || AppError::invalid("cursor", "cursor: pass the next_cursor of the page before, unchanged");
        let plain = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(wrong)?;
        let mut parts = plain.splitn(3, ' ');
        let (Some(figure), Some(id), Some(word)) = (parts.next().and_then(|part| part.parse().ok()), parts.next(), parts.next())
        else {
            return Err(wrong());
        };
        Ok(Self { figure, word: word.to_owned(), id: id.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_an_address() {
        let place = Place { figure: 1, word: "ada & lovelace 日本".into(), id: "contact_0".into() };
        assert_eq!(Place::parse(&place.encode()), Ok(place));
        assert!(Place::parse("MQ").is_err() && Place::parse("!").is_err());
    }
}
