//! Prices.

use super::texts;
use crate::domain::phone::LineType;

texts! {
    /// Prices.
    Rates {
        title: "Price", "Tarif";
        hint: "Type a number to see its price and how long your credit lasts.",
            "Geben Sie eine Nummer ein: Hier stehen dann der Preis und wie lange Ihr Guthaben reicht.";
        not_now: "This number cannot be called now", "Diese Nummer kann jetzt nicht angerufen werden";
        a_minute: " a minute", " pro Minute";
        talk_time: "Talk time left", "Gesprächszeit";
        hold: "Set aside meanwhile", "Währenddessen reserviert";
        billing: "Billing", "Abrechnung";
        rate_of: "Rate of", "Tarif für";
        usual: "Your usual rate", "Ihr üblicher Preis";
        times_usual(times: i64): "{times} × your usual rate", "das {times}-Fache Ihres üblichen Preises";
        new_country(country: &str): "Your first call to {country}", "Ihr erster Anruf in dieses Land: {country}";
        shown_number: "They see", "Angezeigt wird";
        international: "International network", "Internationales Netz";
        by_second: "by the second", "sekundengenau";
        by_minute: "by the started minute", "je angefangene Minute";
        by_step(seconds: i64): "by every started {seconds} s", "je angefangene {seconds} s";
        first_then(first: i64, then: i64): "first {first} s, then every {then} s", "erst {first} s, dann je {then} s";
        connect_fee(amount: &str): "{amount} once when answered", "{amount} einmal beim Abheben";
        free_under(seconds: i64): "free up to {seconds} s", "bis {seconds} s kostenlos";
        there(time: &str): "{time} there", "dort {time} Uhr";
        late_there(time: &str): "{time} there: outside 8–21", "dort {time} Uhr: außerhalb von 8–21 Uhr";
        range(first: &str, last: &str): "{first} to {last}", "{first} bis {last}";
        several(first: &str, second: &str, more: usize): "{first}, {second} or {more} more", "{first}, {second} oder {more} weitere";
        either(first: &str, second: &str): "{first} or {second}", "{first} oder {second}";
        no_rate(number: &str):
            "There is no price for {number}, so it cannot be called. Check the number, or ask the operator to add its destination. Nothing is charged.",
            "Für {number} gibt es keinen Tarif, darum kann die Nummer nicht angerufen werden. Prüfen Sie sie, oder bitten Sie den Betreiber, das Ziel aufzunehmen. Es wird nichts berechnet.";
        blocked(destination: &str, prefix: &str):
            "Calls to {destination} (+{prefix}…) are blocked here. Use another number of the same party, or ask the operator to open the destination. Nothing is charged.",
            "Anrufe nach {destination} (+{prefix}…) sind hier gesperrt. Nehmen Sie eine andere Nummer derselben Person, oder bitten Sie den Betreiber, das Ziel freizugeben. Es wird nichts berechnet.";
        landline: "landline", "Festnetz";
        mobile: "mobile", "Mobilfunk";
        landline_or_mobile: "landline or mobile", "Festnetz oder Mobilfunk";
        toll_free: "toll-free", "gebührenfrei";
        premium: "premium rate", "Mehrwertdienst";
        shared_cost: "shared cost", "Servicenummer mit geteilten Kosten";
        voip: "internet line", "Internetanschluss";
        satellite: "satellite", "Satellit";
        line: "line", "Anschluss";
    }
}

impl Rates {
    /// What kind of line a number is.
    pub fn line_type(self, line: LineType) -> &'static str {
        match line {
            LineType::Landline => self.landline(),
            LineType::Mobile => self.mobile(),
            LineType::LandlineOrMobile => self.landline_or_mobile(),
            LineType::TollFree => self.toll_free(),
            LineType::Premium => self.premium(),
            LineType::SharedCost => self.shared_cost(),
            LineType::Voip => self.voip(),
            LineType::Satellite => self.satellite(),
            LineType::Unknown => self.line(),
        }
    }
}
