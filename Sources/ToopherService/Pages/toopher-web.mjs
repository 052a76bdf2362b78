// toopher-web.js as a module: import { init } from "https://toopher.example.org/static/toopher-web.mjs".
import "./toopher-web.js";

const toopher = window[Symbol.for("toopher-web")];
export const { init } = toopher;
export default toopher;
