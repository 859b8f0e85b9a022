import { mount } from "svelte";
import BesideWindow from "./app/BesideWindow.svelte";
import Beside from "./panels/beside/Beside.svelte";
import "@fontsource-variable/inter/wght.css";
import "./styles/tokens.css";
import "./styles/base.css";

const target = document.getElementById("app");
if (!target) throw new Error("the page has no #app element to show the small window in");

mount(BesideWindow, { target, props: { Panel: Beside } });
