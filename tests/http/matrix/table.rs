//! Who gets what where. **A route that you add needs a line here**, beside those of its slice.
//!
//! `page("/dashboard/x")`, `caller("POST", "/app/x")` and `operators("GET", "/api/admin/x")` are most of it; see `row.rs` for the
//! rest. Name A's things where the route takes any, as in `.things("/api/user/calls/{call}")`: then B must get 404 and A 200.

use super::row::{Row, caller, closed, open, operators, operators_page, page};

const NOBODYS: &str = "u_0123456789abcdef0123456789abcdef";
const KEY: &str = "0123456789abcdef0123456789abcdef";

/// What a browser measured of a call.
const RECORD: &str = r#"{"seconds": 60, "mos": {"average": 412, "worst": 305}, "rtt": {"average": 38, "worst": 460}, "jitter": {"average": 4, "worst": 12}, "loss": {"average": 20, "worst": 400}, "troubles": []}"#;

pub const TABLE: &[Row] = &[
    // First: every line takes a minute of the clock, and a call is measured only for a while after it ended.
    caller("POST", "/app/measure-call").form_of_things(&[("id", "{call}"), ("record", RECORD)]).own(&[200, 409, 422]),
    // The pages.
    open("GET", "/").all(&[303]),
    open("GET", "/sign-in").signed_in(&[303]),
    open("GET", "/sign-in/code").signed_in(&[303]),
    open("GET", "/sign-up").signed_in(&[303]),
    page("/dashboard").signed_in(&[303]),
    page("/dashboard/dialer"),
    page("/dashboard/devices"),
    page("/dashboard/call-history"),
    // The page has begun when its part says that there is no such call: the same as for an id of nobody's.
    page("/dashboard/calls/{id}").things("/dashboard/calls/{call}").stranger(&[200]),
    page("/dashboard/transactions"),
    page("/dashboard/statements"),
    page("/dashboard/statements/{month}").at("/dashboard/statements/2026-01"),
    page("/dashboard/proof"),
    page("/dashboard/contacts"),
    page("/dashboard/contacts/import").at("/dashboard/contacts/import?file={file}"),
    page("/dashboard/contacts/duplicates"),
    page("/dashboard/settings"),
    page("/confirm"),
    open("GET", "/letter-sent"),
    open("GET", "/welcome"),
    open("GET", "/verify"),
    open("GET", "/reset"),
    // In development builds alone.
    open("GET", "/styleguide"),
    // users
    caller("GET", "/api/user/me"),
    caller("POST", "/app/me"),
    open("POST", "/app/sign-in").form(&[("email", "who@ringfare.test"), ("password", "not-theirs-at-all")]).all(&[422, 429]),
    open("POST", "/app/sign-up").form(&[("email", "no address"), ("password", "long-enough-for-all")]).all(&[422, 429]),
    open("POST", "/app/sign-out").all(&[200, 302]),
    open("POST", "/app/preferences").form(&[("language", "de")]),
    caller("POST", "/app/settings"),
    open("POST", "/app/open-account").form(&[("link", "nobody-s"), ("password", "long-enough-for-all")]).all(&[409, 429]),
    open("POST", "/app/ask-reset").form(&[("email", "who@ringfare.test")]).all(&[409, 429]),
    open("POST", "/app/reset-password").form(&[("link", "nobody-s"), ("new", "long-enough-for-all")]).all(&[409, 429]),
    open("POST", "/app/confirm-address").form(&[("link", "nobody-s")]).all(&[409, 429]),
    caller("POST", "/app/send-verification"),
    caller("POST", "/app/change-email").form(&[("email", "no address")]).signed_in(&[403, 422]),
    caller("POST", "/app/sign-out-everywhere").signed_in(&[200, 302]),
    caller("POST", "/app/end-session").form(&[("session", "session_0123456789abcdef0123456789abcdef")]).signed_in(&[404]),
    caller("POST", "/app/set-number").form(&[("number", "12")]).signed_in(&[422]),
    caller("POST", "/app/change-password")
        .form(&[("current", "not-theirs-at-all"), ("new", "another-good-password")])
        .signed_in(&[422, 429]),
    caller("POST", "/app/confirm").form(&[("password", "not-theirs-at-all")]).signed_in(&[422, 429]),
    caller("POST", "/app/create-token").form(&[("name", "for a script"), ("read", "1")]).confirmed(),
    caller("POST", "/app/revoke-token").form_of_things(&[("token", "{key}")]),
    // users, strong sign-in
    open("POST", "/app/second-step").form(&[("code", "123456")]).all(&[409]),
    caller("POST", "/app/factors"),
    caller("POST", "/app/start-two-step").signed_in(&[200, 403]),
    caller("POST", "/app/confirm-two-step").form(&[("code", "no code")]).signed_in(&[403, 409, 422]),
    caller("POST", "/app/new-recovery-codes").signed_in(&[403, 409]),
    caller("POST", "/app/stop-two-step").signed_in(&[403, 200, 409]),
    caller("POST", "/app/confirm-by-code").form(&[("code", "123456")]).signed_in(&[403, 422, 429]),
    // No provider is configured here; tests/http/strong_provider.rs has one.
    closed("GET", "/sign-in/provider", &[404]),
    closed("GET", "/sign-in/provider/back", &[404]),
    caller("POST", "/app/unlink-identity")
        .form(&[("issuer", "https://login.example.org"), ("subject", "nobody")])
        .signed_in(&[403, 404]),
    open("POST", "/app/passkey-challenge").all(&[200, 409, 429]),
    open("POST", "/app/sign-in-with-passkey").form(&[("answer", "{}")]).all(&[409, 422]),
    caller("POST", "/app/new-passkey-challenge").signed_in(&[403, 200, 409]),
    caller("POST", "/app/add-passkey").form(&[("name", "Mine now"), ("answer", "{}")]).signed_in(&[403, 409, 422]),
    caller("POST", "/app/remove-passkey").form(&[("passkey", "passkey_00000000000000000000000000000000")]).signed_in(&[403, 404]),
    // ledger
    caller("GET", "/api/user/balance"),
    caller("PUT", "/api/user/balance").json(r#"{"warn_below_micros": 1000000}"#),
    caller("GET", "/api/user/transactions"),
    caller("GET", "/api/user/transactions.csv"),
    caller("GET", "/api/user/statement"),
    caller("GET", "/api/user/statement.csv").at("/api/user/statement.csv?month=2026-01"),
    caller("GET", "/api/user/proof").signed_in(&[200, 429]),
    caller("POST", "/app/balance"),
    caller("POST", "/app/statement"),
    caller("POST", "/app/month-statement"),
    caller("POST", "/app/set-warning").form(&[("below", "2")]),
    caller("POST", "/app/proof").signed_in(&[200, 429]),
    // limits
    caller("GET", "/api/user/limits"),
    caller("PUT", "/api/user/limits").json("{}"),
    caller("POST", "/app/limits"),
    caller("POST", "/app/set-limits"),
    // rates
    caller("GET", "/api/rates/quote").at("/api/rates/quote?to=%2B447911123456"),
    caller("POST", "/app/what-credit-buys").form(&[("micros", "1000000")]),
    // contacts
    caller("GET", "/api/user/contacts/lookup").at("/api/user/contacts/lookup?phone=%2B447911123456"),
    caller("POST", "/api/user/contacts/lookup").json(r#"{"phone": "+447911123456"}"#).signed_in(&[200, 201]),
    caller("GET", "/api/user/contacts"),
    caller("POST", "/api/user/contacts")
        .json(r#"{"name": "Bo", "numbers": [{"phone": "+442079460001", "label": "work"}]}"#)
        .signed_in(&[201, 422]),
    caller("GET", "/api/user/contacts/{id}").things("/api/user/contacts/{contact}"),
    caller("PATCH", "/api/user/contacts/{id}").json(r#"{"name": "Mine now"}"#).things("/api/user/contacts/{contact}"),
    caller("DELETE", "/api/user/contacts/{id}").things("/api/user/contacts/{contact}").own(&[204]),
    caller("POST", "/api/user/contacts/{id}/merge")
        .json(r#"{"ids": ["{contact2}"]}"#)
        .things("/api/user/contacts/{contact}/merge"),
    caller("POST", "/api/user/contacts/import")
        .at("/api/user/contacts/import?dry_run=true")
        .raw("text/csv", "name,phone\nBo,+442079460001\n"),
    caller("GET", "/api/user/contacts.vcf"),
    caller("GET", "/api/user/contacts.csv"),
    caller("POST", "/app/contact-lookup").form(&[("phone", "+447911123456")]),
    caller("POST", "/app/contact-name").form(&[("phone", "+447911123456")]),
    caller("POST", "/app/contact-matches").form(&[("q", "e")]),
    caller("POST", "/app/contacts"),
    caller("POST", "/app/contact").form_of_things(&[("id", "{contact}")]),
    caller("POST", "/app/save-contact").form(&[("phone", "+442079460002"), ("name", "Bea")]),
    caller("POST", "/app/put-contact").form_of_things(&[
        ("form[id]", "{contact}"),
        ("form[name]", "Mine now"),
        ("form[numbers][0][phone]", "+442079460003"),
    ]),
    caller("POST", "/app/delete-contact").form_of_things(&[("id", "{contact}")]),
    caller("POST", "/app/contacts-alike"),
    caller("POST", "/app/merge-contacts").form_of_things(&[("keep", "{contact}"), ("ids", "{contact2}")]),
    caller("POST", "/app/preview-import").form_of_things(&[("file", "{file}")]),
    caller("POST", "/app/apply-import").form_of_things(&[("file", "{file}")]),
    caller("POST", "/app/contacts-file")
        .raw(
            "multipart/form-data; boundary=edge",
            "--edge\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\n\r\n--edge--\r\n",
        )
        .signed_in(&[303]),
    // calls
    caller("GET", "/api/user/calls"),
    caller("GET", "/api/user/calls/{id}").things("/api/user/calls/{call}"),
    caller("GET", "/api/user/calls.csv"),
    caller("POST", "/api/user/voice-access").json(r#"{"to": "+447911123456"}"#).stranger(&[200, 409]),
    caller("POST", "/api/user/calls/{id}/hang-up").things("/api/user/calls/{call}/hang-up").own(&[204]),
    caller("GET", "/api/twilio/events"),
    caller("POST", "/app/dial").form(&[("to", "+447911123456")]),
    caller("POST", "/app/choose-caller-id").form(&[("number", "+14155550199")]).signed_in(&[404, 409, 422]),
    caller("POST", "/app/voice-access").form(&[("to", "+447911123456")]).stranger(&[200, 409, 422]),
    caller("POST", "/app/hang-up").form_of_things(&[("id", "{call}")]).own(&[200, 409]),
    caller("POST", "/app/recent-calls"),
    caller("POST", "/app/calls"),
    caller("POST", "/app/call").form_of_things(&[("id", "{call}")]),
    // Another's call has no events, as an id of nobody's.
    caller("POST", "/app/call-pulse").form_of_things(&[("id", "{call}")]).stranger(&[200]),
    caller("POST", "/app/note-call").form_of_things(&[("id", "{call}"), ("note", "mine now")]),
    caller("POST", "/app/report-call").form_of_things(&[("id", "{call}"), ("words", "It crackled.")]),
    // analytics
    caller("GET", "/api/user/call-analytics"),
    caller("GET", "/api/user/call-history.csv"),
    caller("POST", "/app/call-analytics").form(&[("query", "")]),
    caller("POST", "/app/call-history").form(&[("query", "")]),
    // admin
    operators_page("/admin"),
    operators_page("/admin/users/{id}").at("/admin/users/u_0123456789abcdef0123456789abcdef"),
    operators_page("/admin/calls"),
    operators_page("/admin/alarms"),
    operators_page("/admin/rates"),
    operators_page("/admin/books"),
    operators_page("/admin/log"),
    operators("POST", "/app/admin-users"),
    operators("POST", "/app/admin-user").form(&[("id", NOBODYS)]).operator(&[404]),
    operators("POST", "/app/admin-credit")
        .form(&[("user", NOBODYS), ("amount", "1"), ("credit_reason", "x"), ("form_key", KEY)])
        .operator(&[403, 404]),
    operators("POST", "/app/admin-standing")
        .form(&[("user", NOBODYS), ("status", "frozen"), ("standing_reason", "x"), ("form_key", KEY)])
        .operator(&[403, 404]),
    operators("POST", "/app/admin-limits")
        .form(&[("user", NOBODYS), ("limits_reason", "x"), ("form_key", KEY)])
        .operator(&[403, 404]),
    operators("POST", "/app/admin-calls"),
    operators("POST", "/app/admin-hang-up").form(&[("call", "call_0123456789abcdef0123456789abcdef")]).operator(&[404]),
    operators("POST", "/app/admin-alarms"),
    operators("POST", "/app/admin-decks"),
    operators("POST", "/app/admin-deck-preview").form(&[("deck[name]", "x"), ("deck[list]", "nothing")]),
    operators("POST", "/app/admin-deck-import")
        .form(&[("deck[name]", "x"), ("deck[list]", "nothing"), ("form_key", KEY)])
        .operator(&[403, 422]),
    operators("POST", "/app/admin-books"),
    operators("POST", "/app/admin-log"),
    // privacy
    caller("GET", "/api/user/export").confirmed(),
    caller("POST", "/app/account-ending"),
    caller("POST", "/app/delete-account").form(&[("confirmation", "another@ringfare.test")]).signed_in(&[403, 422]),
    // live
    caller("GET", "/api/user/stream").stream(),
    // The carrier, known by its signature.
    closed("POST", "/api/twilio/voice", &[403]),
    closed("POST", "/api/twilio/status", &[403]),
    closed("GET", "/api/twilio/status", &[403]),
    closed("POST", "/api/twilio/dial", &[403]),
    closed("POST", "/api/twilio/events", &[403]),
    closed("POST", "/api/twilio/voice-fallback", &[403]),
    closed("GET", "/api/twilio/voice-fallback", &[403]),
    // The local carrier, known by its own password or by a voice token.
    open("GET", "/carrier/preload.js"),
    closed("ANY", "/carrier/signal", &[400, 426]),
    closed("GET", "/carrier/2010-04-01/Accounts/{account}/Calls.json", &[401]),
    closed("GET", "/carrier/2010-04-01/Accounts/{account}/Calls/{file}", &[401]),
    closed("POST", "/carrier/2010-04-01/Accounts/{account}/Calls/{file}", &[401]),
    // What is no account's.
    open("GET", "/api/openapi.json"),
    open("GET", "/healthz"),
    open("GET", "/readyz"),
    closed("ANY", "/api/{*unknown}", &[404]).at("/api/user/nothing-like-this"),
    closed("ANY", "/pkg/{*path}", &[404]).at("/pkg/nothing-like-this.js"),
];
