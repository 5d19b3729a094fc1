//! A passkey's device, in software: what a browser would send for it, and what a thief or a copy would.

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Somebody was there; they showed finger, face or PIN; a key is attached (WebAuthn §6.1).
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTACHED: u8 = 0x40;

/// A device that holds one passkey.
pub struct Authenticator {
    key: EcdsaKeyPair,
    id: [u8; 16],
    /// Whose it is, as the server said when it was made.
    handle: Vec<u8>,
    /// Rises with every signature; 0 stays 0.
    pub counter: u32,
    /// Whether its owner shows finger, face or PIN.
    pub verifies: bool,
    /// Where the browser is.
    pub origin: String,
    rp: String,
}

impl Authenticator {
    pub fn new(counter: u32) -> Self {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("a key");
        let (origin, rp) = ("http://localhost:3000".to_owned(), "localhost".to_owned());
        Self { key, id: ringfare::server::ids::key(), handle: Vec::new(), counter, verifies: true, origin, rp }
    }

    /// Makes the passkey that the server asks for.
    pub fn make(&mut self, asked: &Value) -> String {
        let asked = &asked["publicKey"];
        assert_eq!(asked["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(asked["authenticatorSelection"]["userVerification"], "required");
        assert_eq!(asked["rp"]["id"], "localhost");
        self.handle = BASE64.decode(asked["user"]["id"].as_str().expect("a handle")).expect("base64");
        let client = self.client_data("webauthn.create", asked);
        let mut data = self.data(ATTACHED);
        data.extend([0; 16]);
        data.extend([0, 16]);
        data.extend(self.id);
        let point = self.key.public_key().as_ref();
        // COSE: EC2, ES256, P-256, x, y.
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(&point[1..33]);
        data.extend([0x22, 0x58, 0x20]);
        data.extend(&point[33..]);
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).expect("short"));
        object.extend(data);
        let response = json!({ "clientDataJSON": BASE64.encode(client), "attestationObject": BASE64.encode(object) });
        self.credential(response)
    }

    /// Signs the challenge of a sign-in.
    pub fn sign(&mut self, asked: &Value) -> String {
        let asked = &asked["publicKey"];
        assert_eq!(asked["userVerification"], "required");
        if self.counter > 0 {
            self.counter += 1;
        }
        let client = self.client_data("webauthn.get", asked);
        let data = self.data(0);
        let signed = [data.as_slice(), &Sha256::digest(client.as_bytes())].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).expect("a signature");
        self.credential(json!({
            "clientDataJSON": BASE64.encode(client),
            "authenticatorData": BASE64.encode(data),
            "signature": BASE64.encode(signature.as_ref()),
            "userHandle": BASE64.encode(&self.handle),
        }))
    }

    /// Says that it belongs to another account.
    pub fn pretend(&mut self, handle: &[u8]) {
        self.handle = handle.to_vec();
    }

    pub fn handle(&self) -> Vec<u8> {
        self.handle.clone()
    }

    fn client_data(&self, kind: &str, asked: &Value) -> String {
        json!({ "type": kind, "challenge": asked["challenge"], "origin": self.origin, "crossOrigin": false }).to_string()
    }

    fn data(&self, more: u8) -> Vec<u8> {
        let flags = PRESENT | more | if self.verifies { VERIFIED } else { 0 };
        [Sha256::digest(self.rp.as_bytes()).as_slice(), &[flags], &self.counter.to_be_bytes()].concat()
    }

    fn credential(&self, response: Value) -> String {
        let id = BASE64.encode(self.id);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response, "extensions": {} }).to_string()
    }
}
