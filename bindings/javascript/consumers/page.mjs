import { use } from "./use.mjs";

use().then(
  (seen) => (document.title = seen),
  (error) => (document.title = `failed: ${error.message}`),
);
