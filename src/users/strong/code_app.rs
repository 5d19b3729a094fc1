//! Codes of an app on the caller's phone: TOTP (RFC 6238) as every app knows it, SHA-1, six digits, 30 seconds.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use qrcode::{EcLevel, QrCode, render::svg};
use totp_rs::{Algorithm, Builder, Secret, Totp};

use crate::{domain::time::EpochMs, error::AppError, server::ids, users::factors::model::Enrolment};

const DIGITS: usize = 6;
const STEP_SECONDS: u64 = 30;
/// Steps before and after the present one that are taken too: for clocks that differ, and for slow fingers (RFC 6238 §5.2).
const SKEW: u16 = 1;
/// Of a module of the QR code, in SVG units.
const MODULE: u32 = 6;

/// A fresh key, of the 160 bits that RFC 4226 §4 recommends.
pub fn fresh_key() -> [u8; 20] {
    ids::key()
}

/// A caller's code app, by the key that it shares with the server.
///
/// # Errors
/// [`AppError::Internal`] when the key is too short.
pub fn app(key: &[u8], email: &str) -> Result<Totp, AppError> {
    let builder = Builder::new().with_algorithm(Algorithm::SHA1).with_skew(SKEW).with_step_duration(STEP_SECONDS);
    // A colon separates issuer and account in the link.
    let account = email.replace(':', "_");
    let builder = builder.with_secret(Secret::new(key.into())).with_account_name(account).with_issuer(Some("Ringfare"));
    builder.build().map_err(|error| AppError::internal(&error))
}

/// The time step that a code is of, if it is one of now; the caller of this function makes sure that no step counts twice.
pub fn step_of(app: &Totp, code: &str, now: EpochMs) -> Option<i64> {
    let seconds = u64::try_from(now.0 / 1_000).ok()?;
    app.check(code, seconds).and_then(|step| i64::try_from(step).ok())
}

/// Whether a text could be such a code; recovery codes are longer.
pub fn looks_like_code(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The key in the three ways in which apps take it.
///
/// # Errors
/// [`AppError::Internal`] when it cannot be drawn.
pub fn enrolment(app: &Totp) -> Result<Enrolment, AppError> {
    let link = app.to_url().map_err(|error| AppError::internal(&error))?;
    let code = QrCode::with_error_correction_level(&link, EcLevel::M).map_err(|error| AppError::internal(&error))?;
    let drawn = code.render::<svg::Color<'_>>().module_dimensions(MODULE, MODULE).build();
    let image = format!("data:image/svg+xml;base64,{}", STANDARD.encode(drawn));
    let key = app.secret().to_base32();
    let blocks: Vec<&str> = key.as_bytes().chunks(4).filter_map(|block| std::str::from_utf8(block).ok()).collect();
    Ok(Enrolment { key: blocks.join(" "), link, image })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_rfc_6238() {
        let app = app(b"12345678901234567890", "ann@example.test").expect("a key of 160 bits");
        // Appendix B has eight digits; six are their end.
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(step_of(&app, code, EpochMs(seconds * 1_000)), Some(seconds / 30), "{seconds}");
        }
    }

    #[test]
    fn a_code_is_good_one_step_early_or_late_and_no_more() {
        let app = app(&fresh_key(), "ann@example.test").expect("a key");
        let code = app.generate(3_000).to_string();
        let at = |seconds: i64| step_of(&app, &code, EpochMs(seconds * 1_000));
        assert_eq!([at(2_969), at(2_970), at(3_000), at(3_059), at(3_060)], [None, Some(100), Some(100), Some(100), None]);
    }

    #[test]
    fn the_key_is_shown_as_link_text_and_picture() {
        let app = app(b"12345678901234567890", "ann:b@example.test").expect("a key");
        let shown = enrolment(&app).expect("drawn");
        assert_eq!(shown.key, "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert!(shown.link.starts_with("otpauth://totp/Ringfare:ann_b%40example.test?secret=GEZDGNBVGY3TQOJQ"), "{}", shown.link);
        assert!(shown.link.contains("issuer=Ringfare"), "{}", shown.link);
        let svg = STANDARD.decode(shown.image.strip_prefix("data:image/svg+xml;base64,").expect("an image")).expect("base64");
        assert!(String::from_utf8(svg).expect("text").contains("<path"));
    }

    #[test]
    fn only_six_digits_look_like_a_code() {
        assert!(looks_like_code("012345"));
        for other in ["", "12345", "1234567", "12345a", "ABCD-EFGH-JKMN-PQRS", "１２３４５６"] {
            assert!(!looks_like_code(other), "{other}");
        }
    }
}
