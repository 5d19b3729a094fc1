//! People who are there more than once.

use super::read::{ContactRow, contact_columns, with_numbers};
use crate::{
    contacts::model::{Alike, Contact},
    domain::ids::UserId,
    server::database::{Database, on_engine},
};

/// Groups of contacts whose names are the same but for case, accents and the order of their words: the first `most` groups,
/// best known first within each. Two people never share a number, since every number belongs to one.
///
/// # Errors
/// When the database fails.
pub async fn groups(db: &Database, user: &UserId, most: i64) -> sqlx::Result<Vec<Alike>> {
    const KEYS: &str = "
        select name_key from contacts where user_id = $1 and name_key <> ''
         group by name_key having count(*) > 1 order by name_key limit $2";
    const MEMBERS: &str = concat!(
        "select ",
        contact_columns!(),
        " from contacts c where c.user_id = $1 and c.name_key = $2 order by c.rank, c.created_at, c.id limit 20"
    );

    let keys: Vec<String> = on_engine!(db, |pool| sqlx::query_scalar(KEYS).bind(user).bind(most).fetch_all(pool).await)?;
    let mut groups = Vec::with_capacity(keys.len());
    for key in keys {
        let rows: Vec<ContactRow> = on_engine!(db, |pool| sqlx::query_as(MEMBERS).bind(user).bind(&key).fetch_all(pool).await)?;
        let mut contacts: Vec<Contact> = with_numbers(db, user, rows).await?;
        contacts.sort_by_key(|contact| std::cmp::Reverse((contact.calls, contact.numbers.len())));
        groups.push(Alike { contacts });
    }
    Ok(groups)
}
