//! Builds anew when the page was built anew: its file names change with its content.

fn main() {
    println!("cargo:rerun-if-changed=../../ui/dist");
}
