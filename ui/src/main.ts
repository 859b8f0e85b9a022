import { mount } from "svelte";
import App from "./app/App.svelte";
import "@fontsource-variable/inter/wght.css";
import "./styles/tokens.css";
import "./styles/base.css";

const target = document.getElementById("app");
if (!target) throw new Error("the page has no #app element to show the desk in");

mount(App, { target });
