//! A line of the table of expectations.

/// What is sent along.
#[derive(Debug, Clone, Copy)]
pub enum Body {
    Nothing,
    Form(&'static [(&'static str, &'static str)]),
    Json(&'static str),
    /// Kind of content, and the content.
    Raw(&'static str, &'static str),
}

/// One route and who gets which status there.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    pub method: &'static str,
    /// As the router has it.
    pub route: &'static str,
    /// What is asked for: `{call}`, `{contact}`, `{key}` and `{file}` stand for things of caller A, whoever asks.
    pub at: &'static str,
    pub body: Body,
    /// Without or with a bad cookie or token, and with those of a closed account.
    pub nobody: &'static [u16],
    /// Caller B, a script with B's token and a frozen account, who name A's things. They have just signed in.
    pub stranger: &'static [u16],
    /// A script with B's token, where that is another status.
    pub token: Option<&'static [u16]>,
    /// An operator, who is a caller with more doors.
    pub operator: &'static [u16],
    /// Caller A, who asks last: that this succeeds shows that the others were refused for who they are.
    pub own: &'static [u16],
    /// An answer without an end.
    pub is_stream: bool,
}

const EMPTY: Row = Row {
    method: "GET",
    route: "",
    at: "",
    body: Body::Nothing,
    nobody: &[200],
    stranger: &[200],
    token: None,
    operator: &[200],
    own: &[200],
    is_stream: false,
};

/// Anybody may, and sees the same.
pub const fn open(method: &'static str, route: &'static str) -> Row {
    Row { method, route, at: route, ..EMPTY }
}

/// A server function or a handler for who is signed in.
pub const fn caller(method: &'static str, route: &'static str) -> Row {
    Row { nobody: &[401], ..open(method, route) }
}

/// A page for who is signed in: others are sent to the sign-in page.
pub const fn page(route: &'static str) -> Row {
    Row { nobody: &[303], ..open("GET", route) }
}

/// A server function or a handler for operators; to callers it does not exist.
pub const fn operators(method: &'static str, route: &'static str) -> Row {
    Row { stranger: &[404], own: &[404], ..caller(method, route) }
}

/// A page for operators.
pub const fn operators_page(route: &'static str) -> Row {
    Row { nobody: &[303], ..operators("GET", route) }
}

/// A door that asks for something else than an account: a signature, a password of the carrier's.
pub const fn closed(method: &'static str, route: &'static str, status: &'static [u16]) -> Row {
    open(method, route).all(status)
}

impl Row {
    /// What is asked for, where that is not the route itself.
    pub const fn at(self, at: &'static str) -> Self {
        Self { at, ..self }
    }

    /// What is asked for, with things of A in it: strangers get 404, operators as well.
    pub const fn things(self, at: &'static str) -> Self {
        Self { at, stranger: &[404], operator: &[404], ..self }
    }

    /// A form with things of A in it: strangers get 404, operators as well.
    pub const fn form_of_things(self, form: &'static [(&'static str, &'static str)]) -> Self {
        self.form(form).things(self.route)
    }

    pub const fn form(self, form: &'static [(&'static str, &'static str)]) -> Self {
        Self { body: Body::Form(form), ..self }
    }

    pub const fn json(self, json: &'static str) -> Self {
        Self { body: Body::Json(json), ..self }
    }

    pub const fn raw(self, kind: &'static str, content: &'static str) -> Self {
        Self { body: Body::Raw(kind, content), ..self }
    }

    /// An operator alone.
    pub const fn operator(self, operator: &'static [u16]) -> Self {
        Self { operator, ..self }
    }

    pub const fn own(self, own: &'static [u16]) -> Self {
        Self { own, ..self }
    }

    pub const fn stranger(self, stranger: &'static [u16]) -> Self {
        Self { stranger, operator: stranger, ..self }
    }

    /// The same for all who are signed in.
    pub const fn signed_in(self, status: &'static [u16]) -> Self {
        Self { stranger: status, operator: status, own: status, ..self }
    }

    pub const fn all(self, status: &'static [u16]) -> Self {
        Self { nobody: status, ..self.signed_in(status) }
    }

    /// Asks once more who is there (docs/accounts.md), which no token can say.
    pub const fn confirmed(self) -> Self {
        Self { token: Some(&[403]), ..self }
    }

    pub const fn stream(self) -> Self {
        Self { is_stream: true, ..self }
    }

    pub fn is_safe(&self) -> bool {
        matches!(self.method, "GET" | "ANY")
    }
}

#[test]
fn an_operators_doors_are_hidden_from_callers_and_closed_to_nobody() {
    let (door, hall) = (operators("GET", "/api/admin/x"), operators_page("/admin/x"));
    assert_eq!((door.nobody, door.stranger, door.own, door.operator), (&[401][..], &[404][..], &[404][..], &[200][..]));
    assert_eq!((hall.nobody, hall.stranger, hall.own, hall.operator), (&[303][..], &[404][..], &[404][..], &[200][..]));
}
