import { describe, expect, it } from "vitest";
import { BINDINGS, commandOf, keysOf, MAC_CAPS, type Chord, type Pressed } from "../src/keymap";
import { shortcutCaps, shortcutOf } from "../src/kit/keys";
import { de } from "../src/texts/de";
import { en } from "../src/texts/en";

function press(key: string, held: Partial<Pressed> = {}): Pressed {
  return { key, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

describe("keys", () => {
  it("have one command each, in the desk and in the small window", () => {
    const desk = BINDINGS.filter(([, { group }]) => group !== "beside");
    const chords = desk.flatMap(([, binding]) => binding.chords.map((chord) => keysOf(chord, en.keyCaps).join("+")));
    const twice = chords.filter((chord, at) => chords.indexOf(chord) !== at);
    expect(twice).toEqual([]);
  });

  it("insert suggestions by digit outside of a field only", () => {
    expect(commandOf(press("2"), false, true)).toBe("insert2");
    expect(commandOf(press("2"), true, true)).toBeUndefined();
  });

  it("insert suggestions by Alt and digit anywhere, also where Alt changes the character", () => {
    expect(commandOf(press("¡", { code: "Digit1", altKey: true }), true, true)).toBe("insert1");
    expect(commandOf(press("3", { code: "Digit3", altKey: true }), false, true)).toBe("insert3");
  });

  it("send with Ctrl or Command and Enter, while Enter alone is a new line", () => {
    expect(commandOf(press("Enter", { ctrlKey: true }), true, true)).toBe("send");
    expect(commandOf(press("Enter", { metaKey: true }), true, true)).toBe("send");
    expect(commandOf(press("Enter"), true, true)).toBeUndefined();
  });

  it("escalate with Shift and E; E alone edits the reply", () => {
    expect(commandOf(press("E", { shiftKey: true }), false, true)).toBe("escalate");
    expect(commandOf(press("e"), false, true)).toBe("reply");
  });

  it("leave the browser's own chords alone", () => {
    for (const key of ["n", "r", "d", "f", "p", "t"]) {
      expect(commandOf(press(key, { ctrlKey: true }), false, true)).toBeUndefined();
    }
  });

  it("can be switched off where they are single characters", () => {
    expect(commandOf(press("d"), false, false)).toBeUndefined();
    expect(commandOf(press("E", { shiftKey: true }), false, false)).toBeUndefined();
    expect(commandOf(press("1", { code: "Digit1", altKey: true }), false, false)).toBe("insert1");
    expect(commandOf(press("ArrowDown"), false, false)).toBe("next");
  });

  it("are written as on the keyboard", () => {
    const send: Chord = { key: "Enter", mod: true };
    expect(keysOf(send, en.keyCaps)).toEqual(["Ctrl", "Enter"]);
    expect(keysOf(send, de.keyCaps)).toEqual(["Strg", "Enter"]);
    expect(keysOf({ key: "v", shift: true }, de.keyCaps)).toEqual(["Umschalt", "V"]);
    expect(keysOf(send, MAC_CAPS)).toEqual(["⌘", "Enter"]);
  });
});

describe("a shortcut for other programs", () => {
  const pressed = (key: string, code: string, held: Partial<Pressed> = {}) => shortcutOf(press(key, { code, ...held }));

  it("is what stands on the keys that were pressed", () => {
    expect(pressed("r", "KeyR", { ctrlKey: true, altKey: true })).toBe("Ctrl+Alt+R");
    // A keyboard with A where others have Q.
    expect(pressed("A", "KeyQ", { ctrlKey: true, shiftKey: true })).toBe("Ctrl+Shift+A");
    expect(pressed(" ", "Space", { metaKey: true })).toBe("Super+Space");
    expect(pressed("F9", "F9")).toBe("F9");
  });

  it("waits for a key that is not only held", () => {
    expect(pressed("Control", "ControlLeft", { ctrlKey: true })).toBeNull();
  });

  it("is written as on the keyboard", () => {
    expect(shortcutCaps("CmdOrCtrl+Alt+R")).toEqual(["Ctrl", "Alt", "R"]);
  });
});
