//! The macro behind the sections.

/// Declares a section: a `Copy` struct that holds the reader's language, with a method for every sentence.
///
/// ```text
/// texts! {
///     /// The frame around the pages.
///     App {
///         sign_out: "Sign out", "Abmelden";
///         /// `time`: such as `2 min`.
///         left(time: &str): "{time} left", "noch {time}";
///         /// The first form is for one, the second for every other number; it is the first value.
///         calls(n: i64): "{n} call" | "{n} calls", "{n} Anruf" | "{n} Anrufe";
///     }
/// }
/// ```
///
/// The columns are the variants of `Language`, in their order. What has values is a `String`, the rest is `&'static str`.
macro_rules! texts {
    ($(#[$about:meta])* $section:ident { $($entries:tt)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy)]
        pub struct $section(pub(super) $crate::words::Language);

        impl $section {
            /// The section in a language: where there is no context, as in event handlers.
            pub const fn of(language: $crate::words::Language) -> Self {
                Self(language)
            }

            $crate::words::texts::texts! { @ $($entries)* }
        }
    };
    (@) => {};
    (@ $(#[$about:meta])* $name:ident: $en:literal, $de:literal; $($rest:tt)*) => {
        $(#[$about])*
        pub fn $name(self) -> &'static str {
            match self.0 {
                $crate::words::Language::En => $en,
                $crate::words::Language::De => $de,
            }
        }
        $crate::words::texts::texts! { @ $($rest)* }
    };
    (@ $(#[$about:meta])* $name:ident($($value:ident: $kind:ty),+): $en:literal, $de:literal; $($rest:tt)*) => {
        $(#[$about])*
        pub fn $name(self, $($value: $kind),+) -> String {
            match self.0 {
                $crate::words::Language::En => format!($en),
                $crate::words::Language::De => format!($de),
            }
        }
        $crate::words::texts::texts! { @ $($rest)* }
    };
    (@ $(#[$about:meta])* $name:ident($n:ident: $kind:ty $(, $value:ident: $other:ty)*): $en:literal | $ens:literal, $de:literal | $des:literal; $($rest:tt)*) => {
        $(#[$about])*
        pub fn $name(self, $n: $kind $(, $value: $other)*) -> String {
            match (self.0, $n == 1) {
                ($crate::words::Language::En, true) => format!($en),
                ($crate::words::Language::En, false) => format!($ens),
                ($crate::words::Language::De, true) => format!($de),
                ($crate::words::Language::De, false) => format!($des),
            }
        }
        $crate::words::texts::texts! { @ $($rest)* }
    };
}

pub(super) use texts;
