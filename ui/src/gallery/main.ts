// The kit on one page, for who works on it: `npm run dev`, then /gallery.html. It is no part of the built page.
import { mount } from "svelte";
import "@fontsource-variable/inter/wght.css";
import "../styles/tokens.css";
import "../styles/base.css";
import Gallery from "./Gallery.svelte";

const target = document.getElementById("app");
if (!target) throw new Error("the page has no #app element to show the kit in");

mount(Gallery, { target });
