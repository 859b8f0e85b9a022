import { expect, it } from "vitest";
import { customerName, languageName, nameOf } from "../src/kit/labels";
import { preferences } from "../src/state/preferences.svelte";
import { summary } from "./host";

it("a customer is called by name", () => {
  expect(nameOf(summary("a", { customer: "Ana", preview: "My hub is offline." }))).toEqual({ name: "Ana", unnamed: false });
});

it("a customer without a name is told apart by the first whole words", () => {
  const one = summary("a", { customer: "Customer", preview: "My hub is offline since this morning, please help." });
  expect(nameOf(one)).toEqual({ name: "My hub is offline since this…", unnamed: true });
  expect(nameOf(summary("b", { customer: "Customer", preview: "My hub is offline." })).name).toBe("My hub is offline.");
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
