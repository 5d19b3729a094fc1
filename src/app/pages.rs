//! Which page is in which chunk of WASM (`docs/decisions/0007-chunks.md`).
//!
//! The dialer is in the main chunk, with the frame: it is where a caller begins. The others are in chunks that are fetched
//! when somebody first goes there. Pages that are visited together share one, because what two chunks have in common becomes
//! a third file.

use leptos::prelude::*;
use leptos_router::LazyRoute;

use crate::{
    admin::pages::{AlarmsPage, BooksPage, LiveCallsPage, LogPage, RatesPage, UserPage, UsersPage},
    analytics::history::CallHistoryPage,
    calls::{devices::DevicesPage, dialer::DialerPage, receipt_page::ReceiptPage},
    contacts::{duplicates::DuplicatesPage, import::ImportPage, page::ContactsPage},
    ledger::{month_page::StatementPage, proof_page::ProofPage, transactions::TransactionsPage},
    ui::erase::Erase,
    users::{
        confirm_page::ConfirmPage,
        factors::code_page::CodePage,
        letter_pages::{LetterSentPage, ResetPage, VerifyPage, WelcomePage},
        settings::SettingsPage,
        sign_in::SignInPage,
        sign_up::SignUpPage,
    },
};

/// Declares a chunk and the routes of its pages. `#[lazy]` makes the function that fetches it, named after the one that loads.
macro_rules! chunk {
    ($load:ident, $fetch:ident: $chunk:ident { $($route:ident => $page:ident),+ $(,)? }) => {
        /// The pages of a chunk.
        enum $chunk {
            $($route),+
        }

        #[lazy]
        fn $load(page: $chunk) -> AnyView {
            match page {
                $($chunk::$route => $page().erase_for_good()),+
            }
        }

        $(
            /// The route of a page.
            pub struct $route;

            impl LazyRoute for $route {
                fn data() -> Self {
                    Self
                }

                async fn view(_this: Self) -> AnyView {
                    $load($chunk::$route).await
                }

                // Hydration takes the view at once: without this it would find nothing where the server rendered a page.
                async fn preload() {
                    #[cfg(target_arch = "wasm32")]
                    $fetch().await;
                }
            }
        )+
    };
}

/// The route of the dialer, which is in the main chunk, but for what it shows of a number and what a call needs.
pub struct Dialer;

impl LazyRoute for Dialer {
    fn data() -> Self {
        Self
    }

    async fn view(_this: Self) -> AnyView {
        DialerPage().into_any()
    }

    async fn preload() {
        #[cfg(target_arch = "wasm32")]
        crate::calls::who::preload().await;
    }
}

chunk!(load_entrance, __preload_load_entrance: Entrance {
    SignIn => SignInPage,
    SignInCode => CodePage,
    SignUp => SignUpPage,
    LetterSent => LetterSentPage,
    Welcome => WelcomePage,
    Verify => VerifyPage,
    Reset => ResetPage,
});
chunk!(load_history, __preload_load_history: History { CallHistory => CallHistoryPage });
chunk!(load_contacts, __preload_load_contacts: People {
    Contacts => ContactsPage,
    ContactsImport => ImportPage,
    ContactsDuplicates => DuplicatesPage,
});
chunk!(load_money, __preload_load_money: Money {
    Receipt => ReceiptPage,
    Transactions => TransactionsPage,
    Statement => StatementPage,
    Proof => ProofPage,
});
chunk!(load_account, __preload_load_account: Account {
    Settings => SettingsPage,
    Devices => DevicesPage,
    Confirm => ConfirmPage,
});
chunk!(load_admin, __preload_load_admin: Operators {
    Accounts => UsersPage,
    OneAccount => UserPage,
    LiveCalls => LiveCallsPage,
    Alarms => AlarmsPage,
    PriceLists => RatesPage,
    Books => BooksPage,
    AuditLog => LogPage,
});
