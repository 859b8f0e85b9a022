//! The people who work with Aside: adding them, signing them in, and who asks.

use aside_contract::{Caller, Credentials, NewUser, SignedIn, User, UserEdit, UserId, UserName};
use aside_desk::{Renewal, SignInId, UserChange};

use crate::access::api_token::ShownToken;
use crate::access::password;
use crate::access::tokens::{LIFE_SECONDS, Refresh};
use crate::{Engine, EngineError};

/// The same for a name that nobody has, and a password that is wrong.
const WRONG: &str = "the name or the password is wrong";
const OFF: &str = "this user is switched off: an administrator can switch it on";
const ENDED: &str =
    "this sign-in has ended: refresh it at /auth/refresh, or sign in again at /auth/login";
const NOBODY: &str = "sign in first: send the name and the password to /auth/login, and the access token with each request as `Authorization: Bearer TOKEN`; a program shows a token of its own";

impl Engine {
    /// Who asks with this token. Without any user that is the machine's owner, whoever asks; but who shows the
    /// token of a program is that program.
    ///
    /// # Errors
    /// [`EngineError::Unauthenticated`] where it is the token of no program, or there are users and this is no
    /// token of one of them, nor of the owner; or the store fails.
    pub fn caller(&self, token: Option<&str>) -> Result<Caller, EngineError> {
        self.caller_by(token, |token| self.tokens.sign_in(token))
    }

    /// Who listens to what was opened with this token, as they are now; none where it would let nobody in any
    /// more. That an access token's time is over ends nothing: its sign-in goes on.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn still_in(&self, token: Option<&str>) -> Result<Option<Caller>, EngineError> {
        match self.caller_by(token, |token| self.tokens.sign_in_once(token)) {
            Ok(caller) => Ok(Some(caller)),
            Err(EngineError::Unauthenticated(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn caller_by(
        &self,
        token: Option<&str>,
        sign_in: impl Fn(&str) -> Option<SignInId>,
    ) -> Result<Caller, EngineError> {
        if let Some(shown) = token.filter(|token| ShownToken::is_meant(token)) {
            return self.program(shown);
        }
        if !self.desk.has_users()? {
            return Ok(Caller::owner());
        }
        let token = token.ok_or(EngineError::Unauthenticated(NOBODY))?;
        if self.owner_token().is(token) {
            return Ok(Caller::owner());
        }
        let user = match sign_in(token) {
            Some(sign_in) => self.desk.signed_in(sign_in)?,
            None => None,
        };
        user.map(Caller::user).ok_or(EngineError::Unauthenticated(ENDED))
    }

    /// Signs somebody in. It takes the same time for a name that nobody has.
    ///
    /// # Errors
    /// [`EngineError::Unauthenticated`] where the name or the password is wrong, [`EngineError::Forbidden`]
    /// where the user is switched off, or the store fails.
    pub fn sign_in(&self, credentials: &Credentials) -> Result<SignedIn, EngineError> {
        let found = self.desk.user_named(&credentials.name)?;
        let hash = found.as_ref().map_or(password::NOBODYS, |(_, hash)| hash);
        let fits = password::fits(&credentials.password, hash)?;
        let Some((user, _)) = found.filter(|_| fits) else {
            return Err(EngineError::Unauthenticated(WRONG));
        };
        // Told only to who knows the password.
        if !user.enabled {
            return Err(EngineError::Forbidden(OFF));
        }
        let refresh = Refresh::make(None)?;
        self.desk.begin_sign_in(refresh.sign_in, user.id, &refresh.secret)?;
        tracing::info!(user = %user.id, "signed in");
        self.signed_in(user, &refresh)
    }

    /// The next pair of tokens for a refresh token, which counts no longer. One that is shown again was
    /// copied: the sign-in ends.
    ///
    /// # Errors
    /// [`EngineError::Unauthenticated`] where it counts no longer or never did, or the store fails.
    pub fn refresh(&self, token: &str) -> Result<SignedIn, EngineError> {
        let ended = EngineError::Unauthenticated(ENDED);
        let Some(old) = Refresh::read(token) else { return Err(ended) };
        let new = Refresh::make(Some(old.sign_in))?;
        match self.desk.renew_sign_in(old.sign_in, &old.secret, &new.secret)? {
            Renewal::Renewed(user) => self.signed_in(user, &new),
            Renewal::Stolen(user) => {
                tracing::warn!(%user, "a refresh token was used twice: its sign-in is ended");
                Err(ended)
            }
            Renewal::Unknown => Err(ended),
        }
    }

    /// Ends the sign-in of a refresh token, with its access tokens. One that has ended stays so.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn sign_out(&self, token: &str) -> Result<(), EngineError> {
        if let Some(refresh) = Refresh::read(token) {
            self.desk.end_sign_in(refresh.sign_in)?;
        }
        Ok(())
    }

    /// Gives a user another password, who knows the one of before, and signs them in with it. Their other
    /// sign-ins end.
    ///
    /// # Errors
    /// [`EngineError::Refused`] where the old password is wrong or the new one no password, or the store
    /// fails.
    pub fn change_own_password(
        &self,
        user: &User,
        old: &str,
        new: &str,
    ) -> Result<SignedIn, EngineError> {
        let hash = self.desk.user_named(&user.name)?.map(|(_, hash)| hash);
        if !password::fits(old, hash.as_deref().unwrap_or(password::NOBODYS))? {
            return Err(EngineError::Refused("the old password is wrong".to_owned()));
        }
        let edit = UserEdit { password: Some(new.to_owned()), ..UserEdit::default() };
        let User { name, .. } = self.change_user(user.id, &edit)?;
        self.sign_in(&Credentials { name, password: new.to_owned() })
    }

    /// All users, in the order in which they were added.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn users(&self) -> Result<Vec<User>, EngineError> {
        Ok(self.desk.users()?)
    }

    /// The names of everybody who may sign in, by name.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn user_names(&self) -> Result<Vec<UserName>, EngineError> {
        let enabled = self.desk.users()?.into_iter().filter(|user| user.enabled);
        let mut names: Vec<UserName> =
            enabled.map(|User { name, role, .. }| UserName { name, role }).collect();
        names.sort_by_key(|user| user.name.to_lowercase());
        Ok(names)
    }

    /// Adds a user. With the first one, everybody has to sign in.
    ///
    /// # Errors
    /// Where the name is taken or the name or password refused, the first user is no administrator, or the
    /// store fails.
    pub fn add_user(&self, new: &NewUser) -> Result<User, EngineError> {
        let hash = password::hash(&new.password)?;
        let user = self.desk.add_user(&new.name, new.role, &hash)?;
        tracing::info!(user = %user.id, role = %user.role, "a user was added");
        Ok(user)
    }

    /// Changes a user.
    ///
    /// # Errors
    /// As for [`Engine::add_user`], and where there is no such user or no administrator would be left.
    pub fn change_user(&self, id: UserId, edit: &UserEdit) -> Result<User, EngineError> {
        let hash = edit.password.as_deref().map(password::hash).transpose()?;
        let UserEdit { name, role, enabled, .. } = edit.clone();
        let change = UserChange { name, role, password: hash, enabled };
        let user = self.desk.change_user(id, &change)?;
        tracing::info!(user = %id, role = %user.role, "a user was changed");
        Ok(user)
    }

    /// Removes a user, who is signed in no longer.
    ///
    /// # Errors
    /// Where there is no such user, no administrator would be left, or the store fails.
    pub fn remove_user(&self, id: UserId) -> Result<(), EngineError> {
        self.desk.remove_user(id)?;
        tracing::info!(user = %id, "a user was removed");
        Ok(())
    }

    fn signed_in(&self, user: User, refresh: &Refresh) -> Result<SignedIn, EngineError> {
        Ok(SignedIn {
            access_token: self.tokens.access(user.id, refresh.sign_in)?,
            token_type: "Bearer".to_owned(),
            expires_in: LIFE_SECONDS,
            refresh_token: refresh.token(),
            user,
        })
    }
}
