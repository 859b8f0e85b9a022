//! Files with messages, on a real desk: read in contained processes, kept over a kill, a backup and a full
//! disk, and gone with their customer.

use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::aside::{Folders, Server, repository};

const BOUNDARY: &str = "aside-journey";

/// Sends a form with these fields and files: the status, and the answer.
fn send(
    server: &Server,
    path: &str,
    fields: &[(&str, &str)],
    files: &[(&str, &[u8])],
) -> (u16, Value) {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
        body.extend(part.bytes());
    }
    for (name, bytes) in files {
        let head = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
        );
        body.extend(head.bytes());
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    let answer = ureq::post(format!("{}{path}", server.address()))
        .config()
        .http_status_as_error(false)
        .build()
        .content_type(format!("multipart/form-data; boundary={BOUNDARY}"))
        .send(&body[..])
        .unwrap();
    (answer.status().as_u16(), answer.into_body().read_json().unwrap())
}

/// Backups need no knowledge folder.
fn without_knowledge(folders: &Folders, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aside"));
    command.args(args).arg("--data").arg(folders.data()).output().unwrap()
}

fn session(server: &Server, customer: &str) -> String {
    let opened = server.post("/chat/sessions", &json!({ "user_id": customer }));
    format!("/chat/sessions/{}", opened["session_id"].as_str().unwrap())
}

/// The files of a session, once each was looked at.
fn files(server: &Server, session: &str) -> Vec<Value> {
    let path = format!("{session}/history");
    let all = |history: &Value| -> Vec<Value> {
        let messages = history["messages"].as_array().unwrap();
        let files = messages.iter().filter_map(|message| message["attachments"].as_array());
        files.flatten().cloned().collect()
    };
    server
        .until(&path, "read", |history| all(history).iter().all(|file| file["state"] != "waiting"));
    all(&server.get(&path))
}

fn bytes(server: &Server, session: &str, file: &Value) -> Vec<u8> {
    let path = format!("{session}/attachments/{}", file["id"].as_str().unwrap());
    let answer = ureq::get(format!("{}{path}", server.address())).call().unwrap();
    answer.into_body().with_config().limit(64 << 20).read_to_vec().unwrap()
}

#[test]
fn documents_of_a_customer_are_read_kept_over_a_kill_and_a_backup_and_erased_with_the_customer() {
    let folders = Folders::new();
    folders.write("a.md", "# Parcels\n\nA parcel takes three days.\n");
    let fixture = |name: &str| {
        std::fs::read(repository().join("tests/fixtures/journeys").join(name)).unwrap()
    };
    let (word, pdf) = (fixture("umbrella-sensor.docx"), fixture("lantern-kit.pdf"));
    // Nests deeper than any reader's stack.
    let bomb = [b"{\\rtf1".as_slice(), &b"{".repeat(2 << 20)].concat();
    let large = b"line of a log\n".repeat(700_000);

    let server = folders.serve();
    let ada = session(&server, "ada");
    let sent =
        [("sensor.docx", &*word), ("kit.pdf", &pdf), ("bomb.rtf", &bomb), ("log.txt", &large)];
    let path = format!("{ada}/messages");
    let (status, answer) = send(&server, &path, &[("message", "Are these right?")], &sent);
    assert_eq!(status, 200, "{answer}");
    let before = files(&server, &ada);
    let states: Vec<&str> = before.iter().map(|file| file["state"].as_str().unwrap()).collect();
    assert_eq!(states[..2], ["read", "read"], "{before:#?}");
    assert_eq!(states[3], "read", "{before:#?}");
    let text = server.get(&format!("{ada}/attachments/{}/text", before[0]["id"].as_str().unwrap()));
    assert!(text["text"].as_str().unwrap().to_lowercase().contains("umbrella"), "{text}");
    let log = server.get(&format!("{ada}/attachments/{}/text", before[3]["id"].as_str().unwrap()));
    assert_eq!(log["cut"], true);
    // Killed with a message acknowledged that has just come.
    let (status, _) = send(&server, &path, &[("message", "")], &[("last.docx", &word)]);
    assert_eq!(status, 200);
    server.kill();

    let backup = folders.data().with_file_name("backup");
    let made = without_knowledge(&folders, &["backup", backup.to_str().unwrap()]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    std::fs::remove_dir_all(folders.data()).unwrap();
    let restored = without_knowledge(&folders, &["restore", backup.to_str().unwrap()]);
    assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
    let server = folders.serve();
    let after = files(&server, &ada);
    assert_eq!(after.len(), 5);
    for (file, sent) in after.iter().zip([&word, &pdf, &bomb, &large, &word]) {
        assert_eq!(&bytes(&server, &ada, file), sent, "{}", file["name"]);
    }

    let forgotten = ureq::delete(format!("{}/api/v1/customers/ada", server.address())).call();
    assert_eq!(forgotten.unwrap().status().as_u16(), 200);
    server.kill();
    let held = std::fs::read(folders.data().join("desk/data.mdb")).unwrap();
    assert!(!held.windows(13).any(|window| window == b"line of a log"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_refuses_a_message_with_its_files_and_takes_it_when_there_is_room() {
    let folders = Folders::new();
    folders.write("a.md", "# Parcels\n\nA parcel takes three days.\n");
    let Some(disk) = crate::full_disk::SmallDisk::mount(&folders.data()) else { return };
    let server = folders.serve();
    server.until_indexed(1);
    let ada = session(&server, "ada");
    let path = format!("{ada}/messages");
    let file = vec![b'x'; 9 << 20];
    let message = [("message", "Look at this"), ("client_id", "one")];
    let ballast = disk.fill();
    let (status, answer) = send(&server, &path, &message, &[("a.txt", &file)]);
    assert_eq!((status, &answer["code"]), (507, &json!("storage")), "{answer}");
    assert_eq!(server.get(&format!("{ada}/history"))["messages"], json!([]));

    std::fs::remove_file(ballast).unwrap();
    let (status, answer) = send(&server, &path, &message, &[("a.txt", &file)]);
    assert_eq!(status, 200, "{answer}");
    assert_eq!(bytes(&server, &ada, &files(&server, &ada)[0]), file);
}
