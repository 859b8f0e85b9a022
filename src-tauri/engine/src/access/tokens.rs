//! Access tokens: JSON Web Tokens that name a sign-in for a quarter of an hour.
//!
//! The key is made anew by each process and is nowhere else. A process that ends takes its access tokens
//! with it; refresh tokens, whose hashes are stored, get new ones from the next.

use std::sync::Once;

use aside_contract::{Timestamp, UserId};
use aside_desk::SignInId;
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use ring::hmac;
use serde::{Deserialize, Serialize};
use signature::{Signer, Verifier};

use super::{SECRET_BYTES, random};
use crate::EngineError;
use crate::secrets::{hex, unhex};

/// Seconds for which an access token holds.
pub(crate) const LIFE_SECONDS: u64 = 15 * 60;
/// The one algorithm, whatever a token says.
const ALGORITHM: Algorithm = Algorithm::HS256;
/// Who made a token.
const ISSUER: &str = "aside";

/// What an access token says. What the user may do is looked up with each use.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Claims {
    iss: String,
    /// The user.
    sub: UserId,
    /// The sign-in, in hexadecimal.
    sid: String,
    iat: u64,
    /// The last second in which it holds.
    exp: u64,
}

/// Makes and reads access tokens.
pub(crate) struct Tokens {
    make: EncodingKey,
    read: DecodingKey,
    rules: Validation,
}

impl Tokens {
    /// With a new key.
    ///
    /// # Errors
    /// [`EngineError::Random`].
    pub(crate) fn new() -> Result<Self, EngineError> {
        static INSTALLED: Once = Once::new();
        INSTALLED.call_once(|| {
            // Whoever came first has installed one that does the same.
            let _ = PROVIDER.install_default();
        });
        let key: [u8; SECRET_BYTES] = random()?;
        let mut rules = Validation::new(ALGORITHM);
        rules.leeway = 0;
        rules.set_issuer(&[ISSUER]);
        rules.set_required_spec_claims(&["exp", "iss", "sub"]);
        Ok(Self {
            make: EncodingKey::from_secret(&key),
            read: DecodingKey::from_secret(&key),
            rules,
        })
    }

    /// An access token for a sign-in.
    ///
    /// # Errors
    /// [`EngineError::Token`].
    pub(crate) fn access(&self, user: UserId, sign_in: SignInId) -> Result<String, EngineError> {
        self.made_at(user, sign_in, now())
    }

    fn made_at(&self, user: UserId, sign_in: SignInId, iat: u64) -> Result<String, EngineError> {
        let (iss, sid) = (ISSUER.to_owned(), hex(&sign_in));
        let claims = Claims { iss, sub: user, sid, iat, exp: iat + LIFE_SECONDS };
        jsonwebtoken::encode(&Header::new(ALGORITHM), &claims, &self.make)
            .map_err(|error| EngineError::Token(error.to_string()))
    }

    /// The sign-in that a token names; none where it is not one of ours, or holds no longer.
    pub(crate) fn sign_in(&self, token: &str) -> Option<SignInId> {
        self.read_by(token, &self.rules)
    }

    /// The sign-in that a token names, even where it holds no longer: for what it opened in its time.
    pub(crate) fn sign_in_once(&self, token: &str) -> Option<SignInId> {
        let mut rules = self.rules.clone();
        rules.validate_exp = false;
        self.read_by(token, &rules)
    }

    fn read_by(&self, token: &str, rules: &Validation) -> Option<SignInId> {
        let read = jsonwebtoken::decode::<Claims>(token, &self.read, rules).ok()?;
        unhex(&read.claims.sid)
    }
}

/// A refresh token: the sign-in that it belongs to, and its secret.
pub(crate) struct Refresh {
    pub(crate) sign_in: SignInId,
    pub(crate) secret: String,
}

impl Refresh {
    /// A new secret, of a new sign-in where none is named.
    ///
    /// # Errors
    /// [`EngineError::Random`].
    pub(crate) fn make(sign_in: Option<SignInId>) -> Result<Self, EngineError> {
        let sign_in = sign_in.map_or_else(random, Ok)?;
        Ok(Self { sign_in, secret: hex(&random::<SECRET_BYTES>()?) })
    }

    /// The parts of a token; none where it cannot be one.
    pub(crate) fn read(token: &str) -> Option<Self> {
        let (sign_in, secret) = token.split_once('.')?;
        Some(Self { sign_in: unhex(sign_in)?, secret: secret.to_owned() })
    }

    /// As its owner keeps it.
    pub(crate) fn token(&self) -> String {
        format!("{}.{}", hex(&self.sign_in), self.secret)
    }
}

fn now() -> u64 {
    u64::try_from(Timestamp::now().0 / 1000).unwrap_or_default()
}

/// The cryptography of the tokens: HMAC with SHA-256 by `ring`, and nothing else.
static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key| {
        only_ours(*algorithm)?;
        Ok(Box::new(Hs256(hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes()))))
    },
    verifier_factory: |algorithm, key| {
        only_ours(*algorithm)?;
        Ok(Box::new(Hs256(hmac::Key::new(hmac::HMAC_SHA256, key.try_get_as_bytes()?))))
    },
    key_utils: KeyUtils::new_unimplemented(),
};

fn only_ours(algorithm: Algorithm) -> Result<(), Error> {
    if algorithm == ALGORITHM { Ok(()) } else { Err(ErrorKind::InvalidAlgorithm.into()) }
}

struct Hs256(hmac::Key);

impl Signer<Vec<u8>> for Hs256 {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, signature::Error> {
        Ok(hmac::sign(&self.0, message).as_ref().to_vec())
    }
}

impl JwtSigner for Hs256 {
    fn algorithm(&self) -> Algorithm {
        ALGORITHM
    }
}

impl Verifier<Vec<u8>> for Hs256 {
    /// In constant time.
    fn verify(&self, message: &[u8], tag: &Vec<u8>) -> Result<(), signature::Error> {
        hmac::verify(&self.0, message, tag).map_err(|_| signature::Error::new())
    }
}

impl JwtVerifier for Hs256 {
    fn algorithm(&self) -> Algorithm {
        ALGORITHM
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGN_IN: SignInId = [7; 16];

    #[test]
    fn a_token_names_its_sign_in_until_it_expires() {
        let tokens = Tokens::new().unwrap();
        let token = tokens.access(UserId::new(), SIGN_IN).unwrap();
        assert_eq!(tokens.sign_in(&token), Some(SIGN_IN));
        let aged = |seconds: u64| {
            let made = tokens.made_at(UserId::new(), SIGN_IN, now() - seconds).unwrap();
            tokens.sign_in(&made)
        };
        assert_eq!(aged(LIFE_SECONDS - 60), Some(SIGN_IN));
        assert_eq!(aged(LIFE_SECONDS + 2), None);
    }

    #[test]
    fn a_token_of_another_key_says_nothing() {
        let token = Tokens::new().unwrap().access(UserId::new(), SIGN_IN).unwrap();
        assert_eq!(Tokens::new().unwrap().sign_in(&token), None);
    }

    #[test]
    fn a_refresh_token_is_read_as_it_was_made() {
        let made = Refresh::make(Some(SIGN_IN)).unwrap();
        let read = Refresh::read(&made.token()).unwrap();
        assert_eq!((read.sign_in, &read.secret), (SIGN_IN, &made.secret));
        for wrong in ["", ".", "07.aa", "zz", &"07".repeat(16)] {
            assert!(Refresh::read(wrong).is_none(), "{wrong}");
        }
    }
}
