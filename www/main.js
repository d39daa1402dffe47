/** The one script of hubstate: started in a page it is the page, started in a worker it is the worker. */

import { serve } from "./worker.js";
import { startPage } from "./page.js";

if (typeof document === "undefined") {
  serve(globalThis);
} else {
  startPage(/** @type {HTMLScriptElement} */ (document.currentScript));
}
