//! A person as initials on a colour that stays the same for the same name.

use leptos::prelude::*;

use super::erase::Erase;

/// How many colours there are; the classes are `avatar-0` and so on.
const COLOURS: u32 = 6;

/// Initials in a circle; decoration beside the name itself.
#[component]
pub fn Avatar(
    /// The name.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    let colour = name.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte))) % COLOURS;
    view! { <span class=format!("avatar avatar-{colour}") aria-hidden="true">{initials(&name)}</span> }.erase()
}

/// The first letters of the first and the last word; `#` for a number. The style sheet writes them large, which spares the page a
/// table of the capitals of all scripts.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphabetic()));
    let first = words.next();
    let letters: String = first.into_iter().chain(words.next_back()).collect();
    if letters.is_empty() { "#".into() } else { letters }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_the_first_letters_of_the_first_and_the_last_word() {
        assert_eq!(initials("Ada King Lovelace"), "AL");
        assert_eq!(initials("élan vital"), "év");
        assert_eq!(initials("(Bob) O'Neil"), "BO");
        assert_eq!(initials("+44 7911 123456"), "#");
        assert_eq!(initials(""), "#");
    }
}
