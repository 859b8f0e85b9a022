//! Who signs in, and who is signed in.
//!
//! A sign-in has an id, which its access tokens name, and a secret, of which only the hash is kept. The
//! secret is exchanged for a new one with each use. So whoever shows an old one has a copy that was stolen,
//! or was stolen from: the sign-in ends for both.

use aside_contract::{MAX_USER_NAME_CHARS, Role, Timestamp, User, UserId};
use heed::RoTxn;
use serde::{Deserialize, Serialize};

use crate::change::Change;
use crate::desk::Desk;
use crate::error::{DeskError, Failure};
use crate::tables::{Tables, exact, from_json, to_json};

/// A sign-in that nobody used for so long has ended: 14 days, in milliseconds.
const IDLE_MS: i64 = 14 * 24 * 60 * 60 * 1000;

/// Names one sign-in: 16 bytes that cannot be guessed.
pub type SignInId = [u8; 16];

/// A user as they are kept.
#[derive(Serialize, Deserialize)]
struct StoredUser {
    #[serde(flatten)]
    user: User,
    /// The password's hash, as a PHC string.
    password: String,
}

/// A sign-in as it is kept.
#[derive(Serialize, Deserialize)]
struct StoredSignIn {
    user: UserId,
    /// BLAKE3 of its secret, in hexadecimal.
    secret: String,
    used_at: Timestamp,
}

impl StoredSignIn {
    fn has_ended(&self, now: Timestamp) -> bool {
        now.0.saturating_sub(self.used_at.0) > IDLE_MS
    }

    /// Compares in constant time.
    fn fits(&self, secret: &str) -> bool {
        blake3::Hash::from_hex(&self.secret)
            .is_ok_and(|hash| hash == blake3::hash(secret.as_bytes()))
    }
}

/// What is changed of a user; what is absent stays.
#[derive(Clone, Default)]
pub struct UserChange {
    /// The name.
    pub name: Option<String>,
    /// The role.
    pub role: Option<Role>,
    /// The new password's hash, as a PHC string.
    pub password: Option<String>,
    /// Whether the user may sign in.
    pub enabled: Option<bool>,
}

/// What became of a sign-in's secret.
pub enum Renewal {
    /// It is exchanged.
    Renewed(User),
    /// It was exchanged before: the sign-in is ended.
    Stolen(UserId),
    /// There is no such sign-in.
    Unknown,
}

impl Desk {
    /// Adds a user with a password of this hash.
    ///
    /// # Errors
    /// [`DeskError::UserName`], [`DeskError::UserExists`], [`DeskError::FirstUser`] or [`DeskError::Storage`].
    pub fn add_user(&self, name: &str, role: Role, password: &str) -> Result<User, DeskError> {
        let user = User {
            id: UserId::new(),
            name: checked_name(name)?,
            role,
            created_at: Timestamp::now(),
            enabled: true,
        };
        let password = password.to_owned();
        self.change(move |change| {
            let others = users(change.tables, change.txn)?;
            if others.is_empty() && role != Role::Administrator {
                return Err(DeskError::FirstUser.into());
            }
            expect_free(&others, &user)?;
            change.put_user(&StoredUser { user: user.clone(), password: password.clone() })?;
            Ok(user.clone())
        })
    }

    /// Changes a user. Whoever is signed in with a password that is changed, or is switched off, is signed in
    /// no longer.
    ///
    /// # Errors
    /// [`DeskError::UnknownUser`], [`DeskError::LastAdministrator`], or as for [`Desk::add_user`].
    pub fn change_user(&self, id: UserId, edit: &UserChange) -> Result<User, DeskError> {
        let name = edit.name.as_deref().map(checked_name).transpose()?;
        let edit = UserChange { name, ..edit.clone() };
        self.change(move |change| {
            let all = users(change.tables, change.txn)?;
            let mut stored = user(change.tables, change.txn, id)?.ok_or(DeskError::UnknownUser)?;
            let UserChange { name, role, password, enabled } = edit.clone();
            if let Some(name) = name {
                stored.user.name = name;
                expect_free(&all, &stored.user)?;
            }
            if let Some(role) = role {
                if role != Role::Administrator {
                    expect_administrator_beside(&all, id)?;
                }
                stored.user.role = role;
            }
            if let Some(password) = password {
                stored.password = password;
                change.end_sign_ins(|sign_in| sign_in.user == id)?;
            }
            if let Some(enabled) = enabled {
                if !enabled {
                    expect_administrator_beside(&all, id)?;
                    change.end_sign_ins(|sign_in| sign_in.user == id)?;
                }
                stored.user.enabled = enabled;
            }
            change.put_user(&stored)?;
            Ok(stored.user)
        })
    }

    /// Removes a user, and ends their sign-ins.
    ///
    /// # Errors
    /// [`DeskError::UnknownUser`], [`DeskError::LastAdministrator`] or [`DeskError::Storage`].
    pub fn remove_user(&self, id: UserId) -> Result<(), DeskError> {
        self.change(move |change| {
            let all = users(change.tables, change.txn)?;
            expect_administrator_beside(&all, id)?;
            if !change.tables.users.delete(change.txn, id.as_bytes())? {
                return Err(DeskError::UnknownUser.into());
            }
            change.end_sign_ins(|sign_in| sign_in.user == id)
        })
    }

    /// All users, in the order in which they were added.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn users(&self) -> Result<Vec<User>, DeskError> {
        self.store.read(|tables, txn| users(tables, txn))
    }

    /// Whether there is any user.
    ///
    /// # Errors
    /// [`DeskError::Storage`].
    pub fn has_users(&self) -> Result<bool, DeskError> {
        self.store.read(|tables, txn| Ok(!tables.users.is_empty(txn)?))
    }

    /// The user of this name, in any case, with the hash of the password.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn user_named(&self, name: &str) -> Result<Option<(User, String)>, DeskError> {
        let name = name.trim().to_lowercase();
        self.store.read(|tables, txn| {
            let all = users(tables, txn)?;
            let Some(found) = all.iter().find(|one| one.name.to_lowercase() == name) else {
                return Ok(None);
            };
            Ok(user(tables, txn, found.id)?.map(|stored| (stored.user, stored.password)))
        })
    }

    /// Keeps that a user signed in. Forgets sign-ins that have ended.
    ///
    /// # Errors
    /// [`DeskError::UnknownUser`], also where the user is switched off, or [`DeskError::Storage`].
    pub fn begin_sign_in(&self, id: SignInId, of: UserId, secret: &str) -> Result<(), DeskError> {
        let now = Timestamp::now();
        let secret = blake3::hash(secret.as_bytes()).to_hex().to_string();
        self.change(move |change| {
            let user = user(change.tables, change.txn, of)?.filter(|stored| stored.user.enabled);
            user.ok_or(DeskError::UnknownUser)?;
            change.end_sign_ins(|sign_in| sign_in.has_ended(now))?;
            let begun = StoredSignIn { user: of, secret: secret.clone(), used_at: now };
            change.put_sign_in(id, &begun)
        })
    }

    /// Exchanges the secret of a sign-in.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn renew_sign_in(&self, id: SignInId, old: &str, new: &str) -> Result<Renewal, DeskError> {
        // A stranger's guess makes no work for the writer.
        if self.store.read(|tables, txn| sign_in(tables, txn, id))?.is_none() {
            return Ok(Renewal::Unknown);
        }
        let (old, now) = (old.to_owned(), Timestamp::now());
        let new = blake3::hash(new.as_bytes()).to_hex().to_string();
        self.change(move |change| {
            let Some(known) = sign_in(change.tables, change.txn, id)? else {
                return Ok(Renewal::Unknown);
            };
            let user = user(change.tables, change.txn, known.user)?.map(|stored| stored.user);
            let renewal = match user {
                Some(_) if !known.fits(&old) => Renewal::Stolen(known.user),
                Some(user) if !known.has_ended(now) => Renewal::Renewed(user),
                _ => Renewal::Unknown,
            };
            match &renewal {
                Renewal::Renewed(user) => {
                    let renewed = StoredSignIn { user: user.id, secret: new.clone(), used_at: now };
                    change.put_sign_in(id, &renewed)?;
                }
                Renewal::Stolen(_) | Renewal::Unknown => {
                    change.tables.sign_ins.delete(change.txn, &id)?;
                }
            }
            Ok(renewal)
        })
    }

    /// Ends a sign-in whose secret this is, or was. Says whether there was one.
    ///
    /// # Errors
    /// [`DeskError::Storage`].
    pub fn end_sign_in(&self, id: SignInId) -> Result<bool, DeskError> {
        if self.store.read(|tables, txn| sign_in(tables, txn, id))?.is_none() {
            return Ok(false);
        }
        self.change(move |change| Ok(change.tables.sign_ins.delete(change.txn, &id)?))
    }

    /// The user of a sign-in, as they are now; none where it has ended.
    ///
    /// # Errors
    /// [`DeskError::Storage`] or [`DeskError::Damaged`].
    pub fn signed_in(&self, id: SignInId) -> Result<Option<User>, DeskError> {
        let now = Timestamp::now();
        self.store.read(|tables, txn| {
            let known = sign_in(tables, txn, id)?.filter(|known| !known.has_ended(now));
            let Some(known) = known else { return Ok(None) };
            Ok(user(tables, txn, known.user)?.map(|stored| stored.user))
        })
    }
}

impl Change<'_, '_> {
    fn put_user(&mut self, stored: &StoredUser) -> Result<(), Failure> {
        Ok(self.tables.users.put(self.txn, stored.user.id.as_bytes(), &to_json(stored)?)?)
    }

    fn put_sign_in(&mut self, id: SignInId, stored: &StoredSignIn) -> Result<(), Failure> {
        Ok(self.tables.sign_ins.put(self.txn, &id, &to_json(stored)?)?)
    }

    fn end_sign_ins(&mut self, which: impl Fn(&StoredSignIn) -> bool) -> Result<(), Failure> {
        let mut ended: Vec<SignInId> = Vec::new();
        for row in self.tables.sign_ins.iter(self.txn)? {
            let (key, value) = row?;
            if which(&from_json(value, "a sign-in")?) {
                ended.push(exact(key, "a sign-in's id")?);
            }
        }
        for id in ended {
            self.tables.sign_ins.delete(self.txn, &id)?;
        }
        Ok(())
    }
}

fn user(tables: &Tables, txn: &RoTxn<'_>, id: UserId) -> Result<Option<StoredUser>, Failure> {
    let found = tables.users.get(txn, id.as_bytes())?;
    Ok(found.map(|bytes| from_json(bytes, "a user")).transpose()?)
}

/// Identifiers sort by the time of their making.
fn users(tables: &Tables, txn: &RoTxn<'_>) -> Result<Vec<User>, Failure> {
    let mut all = Vec::new();
    for row in tables.users.iter(txn)? {
        all.push(from_json::<StoredUser>(row?.1, "a user")?.user);
    }
    Ok(all)
}

fn sign_in(
    tables: &Tables,
    txn: &RoTxn<'_>,
    id: SignInId,
) -> Result<Option<StoredSignIn>, Failure> {
    let found = tables.sign_ins.get(txn, &id)?;
    Ok(found.map(|bytes| from_json(bytes, "a sign-in")).transpose()?)
}

/// A name as people write one, without blanks around it.
pub(crate) fn checked_name(name: &str) -> Result<String, DeskError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > MAX_USER_NAME_CHARS {
        return Err(DeskError::UserName("it has 1 to 100 characters"));
    }
    if name.chars().any(char::is_control) {
        return Err(DeskError::UserName("it has no line ends or control characters"));
    }
    Ok(name.to_owned())
}

/// Names that differ in case alone are one name.
fn expect_free(others: &[User], user: &User) -> Result<(), DeskError> {
    let name = user.name.to_lowercase();
    let taken = |other: &&User| other.id != user.id && other.name.to_lowercase() == name;
    match others.iter().find(taken) {
        Some(other) => Err(DeskError::UserExists(other.name.clone())),
        None => Ok(()),
    }
}

/// Refuses to leave nobody who can add others: who is switched off cannot.
fn expect_administrator_beside(all: &[User], id: UserId) -> Result<(), DeskError> {
    let administrates = |user: &&User| user.enabled && user.role == Role::Administrator;
    match all.iter().filter(administrates).map(|user| user.id).collect::<Vec<_>>()[..] {
        [only] if only == id => Err(DeskError::LastAdministrator),
        _ => Ok(()),
    }
}
