import { describe, expect, it } from "vitest";
import { SLOT, byKind, shown } from "../src/kit/slots";
import type { Slot, SlotKind } from "../src/api/nouns";

function slot(kind: SlotKind, value: string): Slot {
  return { kind, value, text: value, start: 0, end: value.length };
}

describe("what customers name", () => {
  it("is shown as people read it", () => {
    expect(shown(slot("date", "2026-11-22"))).toBe("Sun, Nov 22, 2026");
    expect(shown(slot("date", "2026-11-22T17:00"))).toBe("Sun, Nov 22, 2026, 17:00");
    expect(shown(slot("date", "03/04/2026"))).toBe("03/04/2026");
    expect(shown(slot("url", "https://www.shop.example/faq/"))).toBe("shop.example/faq");
    expect(shown(slot("order", "1042"))).toBe("1042");
  });

  it("stands by kind, and within a kind as it comes", () => {
    const kinds: SlotKind[] = ["url", "order", "date", "order"];
    const named = kinds.map((kind, at) => ({ slot: slot(kind, String(at)), message_id: "m" }));
    expect(byKind(named).map((one) => one.slot.value)).toEqual(["1", "3", "2", "0"]);
    expect(Object.keys(SLOT)).toHaveLength(11);
  });
});
