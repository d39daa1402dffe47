/** The larger core, which reads more kinds of files: in a worker it is the worker, in a page without workers it leaves what answers. */

import { responder, serve } from "./worker.js";

if (typeof document === "undefined") serve(globalThis);
else globalThis.hubstateLarger = responder;
