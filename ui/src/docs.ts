// The description of the API as a page, at `/docs` of the endpoint.
import { mount } from "svelte";
import "@fontsource-variable/inter/wght.css";
import "./styles/tokens.css";
import "./styles/base.css";
import Reference from "./reference/Reference.svelte";

const target = document.getElementById("app");
if (!target) throw new Error("the page has no #app element to show the API in");

mount(Reference, { target });
