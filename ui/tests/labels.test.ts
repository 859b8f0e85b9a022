import { expect, it } from "vitest";
import { customerName, isNamed, languageName, nameOf } from "../src/kit/labels";
import { preferences } from "../src/state/preferences.svelte";
import { summary } from "./host";

it("a customer is called by name", () => {
  expect(nameOf(summary("a", { customer: "Ana", preview: "My hub is offline." }))).toBe("Ana");
});

it("a customer without a name is told apart by a sign that stays, whatever is said", () => {
  const id = "01a20406-1151-71c0-8920-56b10f2a1ddb";
  const one = summary(id, { customer: "Customer", preview: "My hub is offline." });
  expect(nameOf(one)).toBe("Customer 1DDB");
  expect(nameOf(summary(id, { customer: "Customer", preview: "Thank you!" }))).toBe("Customer 1DDB");
  expect(isNamed(one)).toBe(false);
});

it("the stand-in of the endpoint for a name is said in the language of the desk", () => {
  preferences.choose("language", "de");
  expect([customerName("Customer"), customerName("Ana")]).toEqual(["Kunde", "Ana"]);
  preferences.choose("language", "en");
  expect(customerName("Customer")).toBe("Customer");
});

it("a language has its name, and a code that is none stands for itself", () => {
  expect(languageName("de")).toBe("German");
  expect(languageName("not a code")).toBe("not a code");
});

it("visitors of the chat are called by a sign, and somebody whose name only looks alike is not", () => {
  expect(nameOf(summary("a", { customer: "visitor-505608b1" }))).toBe("Visitor 5056");
  expect(customerName("visitor-relations")).toBe("visitor-relations");
  expect(isNamed({ customer: "visitor-505608b1" })).toBe(true);
});
