//! Tokens of programs, and when they end.

use aside_contract::{ApiToken, ApiTokenId, Role, Timestamp};

use crate::support::empty_desk;

fn token(expires_at: Option<Timestamp>) -> ApiToken {
    let created_at = Timestamp::now();
    let (id, name) = (ApiTokenId::new(), format!("Shop {}", expires_at.map_or(0, |at| at.0)));
    ApiToken { id, name, role: Role::Agent, created_at, expires_at, last_used: None }
}

#[test]
fn a_token_holds_with_its_secret_until_it_expires_or_is_removed() {
    let (desk, _dir) = empty_desk();
    let now = Timestamp::now().0;
    let kept = desk.add_api_token(&token(Some(Timestamp(now + 60_000))), "secret").unwrap();
    let over = desk.add_api_token(&token(Some(Timestamp(now))), "secret").unwrap();
    let used = desk.use_api_token(kept.id, "secret").unwrap().unwrap();
    assert!(used.last_used.is_some());
    assert!(desk.use_api_token(kept.id, "Secret").unwrap().is_none());
    assert!(desk.use_api_token(over.id, "secret").unwrap().is_none());
    assert!(desk.use_api_token(ApiTokenId::new(), "secret").unwrap().is_none());
    // One that was refused was not used.
    assert_eq!(desk.api_tokens().unwrap(), [used, over]);
    assert!(desk.remove_api_token(kept.id).unwrap());
    assert!(desk.use_api_token(kept.id, "secret").unwrap().is_none());
    assert!(!desk.remove_api_token(kept.id).unwrap());
}
