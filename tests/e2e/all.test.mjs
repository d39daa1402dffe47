/** Every browser test in one process, so that they share one browser. */

import { closeAfterwards } from "./browser.mjs";
import "./suites/budget.mjs";
import "./suites/same-bytes.mjs";
import "./suites/sample.mjs";
import "./suites/charts.mjs";
import "./suites/dumps.mjs";
import "./suites/broken.mjs";
import "./suites/formats.mjs";
import "./suites/hub.mjs";
import "./suites/address.mjs";
import "./suites/tables.mjs";
import "./suites/hostile.mjs";
import "./suites/hosting.mjs";
import "./suites/keyboard.mjs";
import "./suites/definitions.mjs";
import "./suites/embed.mjs";
import "./suites/embed-live.mjs";
import "./suites/engines.mjs";
import "./suites/interaction.mjs";
import "./suites/turns.mjs";
import "./suites/accessible.mjs";
import "./suites/keep.mjs";
import "./suites/loader.mjs";
import "./suites/single.mjs";
import "./suites/offline.mjs";

closeAfterwards();
