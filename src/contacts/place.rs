//! Where on the contacts page one is: what its address says.

use crate::domain::ids::ContactId;

/// The page's path.
const PATH: &str = "/dashboard/contacts";

/// What stands in the dialog.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Task {
    /// It is closed.
    #[default]
    None,
    /// A new contact, with a number if one is known.
    Add(String),
    Edit(ContactId),
    Delete(ContactId),
}

/// The address of the contacts page, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Part of a name or number.
    pub q: String,
    pub task: Task,
}

impl Place {
    /// Reads the query of an address.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let id = |name: &str| get(name).and_then(|text| ContactId::parse(&text));
        let task = match (id("edit"), id("delete"), get("add")) {
            (Some(contact), ..) => Task::Edit(contact),
            (None, Some(contact), _) => Task::Delete(contact),
            (None, None, Some(_)) => Task::Add(get("phone").unwrap_or_default()),
            (None, None, None) => Task::None,
        };
        Self { q: get("q").unwrap_or_default().trim().to_owned(), task }
    }

    /// The same list with another task.
    #[must_use]
    pub fn with(&self, task: Task) -> Self {
        Self { q: self.q.clone(), task }
    }

    /// The address.
    pub fn href(&self) -> String {
        let mut pairs = Vec::new();
        if !self.q.is_empty() {
            pairs.push(format!("q={}", escaped(&self.q)));
        }
        match &self.task {
            Task::None => {}
            Task::Add(phone) if phone.is_empty() => pairs.push("add=1".into()),
            Task::Add(phone) => pairs.push(format!("add=1&phone={}", escaped(phone))),
            Task::Edit(contact) => pairs.push(format!("edit={contact}")),
            Task::Delete(contact) => pairs.push(format!("delete={contact}")),
        }
        if pairs.is_empty() { PATH.to_owned() } else { format!("{PATH}?{}", pairs.join("&")) }
    }
}

/// Percent-encoded for a query.
fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Place {
        Place::read(|name| pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.to_owned()))
    }

    #[test]
    fn an_address_says_what_is_shown() {
        let id = "contact_0123456789abcdef0123456789abcdef";
        assert_eq!(read(&[]), Place::default());
        assert_eq!(read(&[("edit", id), ("q", " bob ")]).href(), format!("/dashboard/contacts?q=bob&edit={id}"));
        assert_eq!(read(&[("delete", id)]).href(), format!("/dashboard/contacts?delete={id}"));
        assert_eq!(read(&[("edit", "../x")]).task, Task::None);
        assert_eq!(read(&[("add", "1"), ("phone", "+44 79")]).href(), "/dashboard/contacts?add=1&phone=%2B44%2079");
        assert_eq!(read(&[("q", "é&x")]).with(Task::None).href(), "/dashboard/contacts?q=%C3%A9%26x");
    }
}
