//! Where on the contacts page one is: what its address says.

use super::model::ListRequest;
use crate::domain::{ids::ContactId, query};

/// The page's path.
const PATH: &str = "/dashboard/contacts";

/// What stands in the drawer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Task {
    /// It is closed.
    #[default]
    None,
    /// A contact to look at.
    Show(ContactId),
    /// A new contact, with a number if one is known.
    Add(String),
    Edit(ContactId),
    Delete(ContactId),
}

impl Task {
    /// The contact it is about.
    pub fn contact(&self) -> Option<&ContactId> {
        match self {
            Self::Show(id) | Self::Edit(id) | Self::Delete(id) => Some(id),
            Self::None | Self::Add(_) => None,
        }
    }
}

/// The address of the contacts page, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// What the list is asked for.
    pub list: ListRequest,
    pub task: Task,
}

impl Place {
    /// Reads the query of an address.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let id = |name: &str| get(name).and_then(|text| ContactId::parse(&text));
        let task = match (id("edit"), id("delete"), id("show"), get("add")) {
            (Some(contact), ..) => Task::Edit(contact),
            (None, Some(contact), ..) => Task::Delete(contact),
            (None, None, Some(contact), _) => Task::Show(contact),
            (None, None, None, Some(_)) => Task::Add(get("phone").unwrap_or_default()),
            (None, None, None, None) => Task::None,
        };
        let text = |name: &str| get(name).unwrap_or_default().trim().to_owned();
        Self { list: ListRequest { q: text("q"), tag: text("tag"), sort: text("sort"), after: text("after") }, task }
    }

    /// The same list with another task.
    #[must_use]
    pub fn with(&self, task: Task) -> Self {
        Self { list: self.list.clone(), task }
    }

    /// Another list from its first page on; nobody is shown.
    #[must_use]
    pub fn listing(&self, change: impl FnOnce(&mut ListRequest)) -> Self {
        let mut list = ListRequest { after: String::new(), ..self.list.clone() };
        change(&mut list);
        Self { list, task: Task::None }
    }

    /// The address.
    pub fn href(&self) -> String {
        let ListRequest { q, tag, sort, after } = &self.list;
        let listed = [("q", q), ("tag", tag), ("sort", sort), ("after", after)];
        let contact = self.task.contact().map(ContactId::to_string).unwrap_or_default();
        let task = match &self.task {
            Task::None => Vec::new(),
            Task::Show(_) => vec![("show", contact.as_str())],
            Task::Add(phone) if phone.is_empty() => vec![("add", "1")],
            Task::Add(phone) => vec![("add", "1"), ("phone", phone.as_str())],
            Task::Edit(_) => vec![("edit", contact.as_str())],
            Task::Delete(_) => vec![("delete", contact.as_str())],
        };
        let listed = listed.into_iter().map(|(name, value)| (name, value.as_str())).filter(|(_, value)| !value.is_empty());
        let query = query::joined(listed.chain(task));
        if query.is_empty() { PATH.to_owned() } else { format!("{PATH}?{query}") }
    }
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
        assert_eq!(read(&[("show", id), ("sort", "spent")]).href(), format!("/dashboard/contacts?sort=spent&show={id}"));
        assert_eq!(read(&[("edit", "../x")]).task, Task::None);
        assert_eq!(read(&[("add", "1"), ("phone", "+44 79")]).href(), "/dashboard/contacts?add=1&phone=%2B44%2079");
        let next = read(&[("q", "b"), ("after", "x"), ("show", id)]).listing(|list| list.sort = "recent".into());
        assert_eq!(next.href(), "/dashboard/contacts?q=b&sort=recent", "another order begins at its first page");
        assert_eq!(read(&[("q", "é&x")]).with(Task::None).href(), "/dashboard/contacts?q=%C3%A9%26x");
    }
}
