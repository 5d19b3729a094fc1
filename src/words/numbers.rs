//! What is wrong with a telephone number.

use super::texts;

texts! {
    /// What is wrong with a telephone number.
    Numbers {
        nothing_typed: "Type the number to call, such as +44 7911 123456.",
            "Geben Sie die Nummer ein, zum Beispiel +44 7911 123456.";
        no_number(text: &str):
            "'{text}' is not a telephone number: use digits, with + and the country's code in front, such as +44 7911 123456.",
            "„{text}“ ist keine Telefonnummer: Verwenden Sie Ziffern, davor + und die Landesvorwahl, zum Beispiel +44 7911 123456.";
        no_country(number: &str):
            "'{number}' has no country: write it with + and the country's code, such as +44 7911 123456, or add your own number to your account so that Ringfare knows your country.",
            "„{number}“ nennt kein Land: Schreiben Sie die Nummer mit + und Landesvorwahl, zum Beispiel +44 7911 123456, oder hinterlegen Sie in Ihrem Konto Ihre eigene Nummer, damit Ringfare Ihr Land kennt.";
        no_such_code(digits: &str): "No country has a calling code like +{digits}: check the digits after the +.",
            "Kein Land hat eine Vorwahl wie +{digits}: Prüfen Sie die Ziffern nach dem +.";
        too_short(number: &str): "{number} is too short for its country: check that no digit is missing.",
            "{number} ist für das Land zu kurz: Prüfen Sie, ob eine Ziffer fehlt.";
        too_long(number: &str): "{number} is too long for its country: check that no digit was typed twice.",
            "{number} ist für das Land zu lang: Prüfen Sie, ob eine Ziffer doppelt steht.";
        fewer_than_7(number: &str): "{number} is too short: a number with its country's code has at least 7 digits.",
            "{number} ist zu kurz: Eine Nummer hat mit Landesvorwahl mindestens 7 Ziffern.";
        more_than_15(number: &str): "{number} is too long: a number with its country's code has at most 15 digits.",
            "{number} ist zu lang: Eine Nummer hat mit Landesvorwahl höchstens 15 Ziffern.";
        short_code:
            "Ringfare cannot reach emergency services or short codes: use an ordinary telephone for them. To call anyone else, type the whole number with + and the country's code.",
            "Ringfare erreicht keine Notrufe und keine Kurzwahlen: Nehmen Sie dafür ein gewöhnliches Telefon. Für alle anderen geben Sie die ganze Nummer mit + und Landesvorwahl ein.";
    }
}
